"""A computation as a teacher writes it on the board: what is given, the output, and the cells with their sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from cnncalc.homework.exact.computation import Computation
from cnncalc.homework.exact.filters import Response, flat_words, kernel_sums
from cnncalc.homework.exact.tensor import Exact, described
from cnncalc.homework.exact.windows import Windows, channels_of, source
from cnncalc.homework.exact.wording import in_line, place, settings
from cnncalc.homework.written import Grid
from cnncalc.layers._window import formula
from cnncalc.render.prose import heading, hung
from cnncalc.tensor import AXIS_NAMES

_FEW = 12  # cells that are shown with their sums where not all are asked for
_MARGIN = "  "
_DRAWN = ("input", "skip", "filter", "filters", "weight", "bias", "mean", "variance", "gamma", "beta")


class Board:
    """The text, `width` columns wide where sums are broken, with every cell's sum or with the first dozen."""

    def __init__(self, computation: Computation, width: int, color: bool, all: bool) -> None:
        self.computation, self.width, self.color, self.all = computation, width, color, all

    def text(self) -> str:
        parts = [self._head(), *self._values(), self._output(), self._cells()]
        if "upstream" in self.computation.given:
            parts += [*self._gradients(), self._jacobian()]
        return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"

    def _titled(self, title: str, lines: Iterable[str]) -> Iterator[str]:
        yield heading(title, self.color)
        yield from lines

    def _maps(self, key: str) -> tuple[str, ...]:
        """What the maps of a tensor are: of a bank and of its output, filters; of all others, channels."""
        return ("filter", "channel") if key in ("filters", "output") and "filters" in self.computation.given else ("channel",)

    def _head(self) -> Iterator[str]:
        yield from hung("", f"{self.computation.op}: {self.computation.definition.what}", self.width)

    def _values(self) -> Iterator[Iterable[str]]:
        """What was given, tensor by tensor."""
        given = self.computation.given
        windows: Windows | None = getattr(self.computation.operation, "windows", None)
        for key in _DRAWN:
            if key not in given:
                continue
            operand = self.computation.operation.operands.get(key)
            shape = operand.shape if operand is not None else ()
            title = f"{key} {described(shape)}" if shape else f"{key} {in_line(given[key])}"
            if key == "input" and windows and any(axis.before or axis.after for axis in windows.axes):
                padded = "padded cells count for nothing" if self.computation.op == "maxpool" else "padded cells in parentheses"
                yield self._titled(f"{title}, {padded}", self._padded(windows))
            else:
                sums = self._sums() if key in ("filter", "filters") and self.computation.op != "deconv" else ()
                yield self._titled(title, [*(drawn(given[key], self._maps(key)) if shape else ()), *sums])

    def _padded(self, windows: Windows) -> Iterator[str]:
        """The input with its border."""
        operand = self.computation.operation.operands["input"]
        channels, spatial = channels_of(operand.shape)
        plane = len(operand.cells) // channels
        blank = "(-)" if self.computation.op == "maxpool" else "(0)"
        for channel in range(channels):
            texts = []
            for at in product(*(range(-axis.before, axis.size + axis.after) for axis in windows.axes)):
                cell = 0
                for coordinate, axis in zip(at, windows.axes, strict=True):
                    found = source(axis, coordinate, windows.mode)
                    cell = -1 if found is None or cell < 0 else cell * axis.size + found
                inside = all(0 <= coordinate < size for coordinate, size in zip(at, spatial, strict=True))
                value = blank if cell < 0 else str(operand.cells[channel * plane + cell])
                texts.append(value if inside or cell < 0 else f"({value})")
            columns = windows.axes[-1].before + spatial[-1] + windows.axes[-1].after
            if channels > 1:
                yield f"{_MARGIN}channel {channel + 1}"
            yield from _aligned([texts[start : start + columns] for start in range(0, len(texts), columns)])

    def _sums(self) -> Iterator[str]:
        scale = self.computation.given.get("scale", 1)
        yield from [f"each filter times {scale}"] if scale != 1 else []
        for number, total in enumerate(kernel_sums(self.computation), 1):
            yield (f"filter {number}: " if "filters" in self.computation.given else "") + flat_words(total)

    def _output(self) -> Iterator[str]:
        computation = self.computation
        title = f"output {described(computation.shape)}"
        how = [said for said in settings(computation) if not said.startswith((*_DRAWN, "scale"))]
        yield heading(title + (f", with {', '.join(how)}" if how else ""), self.color)
        yield from self._size()
        if "then" in computation.given:
            yield "before the ReLU"
            yield from drawn(computation.before.grid(), self._maps("output"))
            yield "after the ReLU"
        yield from drawn(computation.output, self._maps("output"))

    def _size(self) -> Iterator[str]:
        """(N + 2P - F)/S + 1 on each axis, equal ones once."""
        windows: Windows | None = getattr(self.computation.operation, "windows", None)
        if windows is None:
            return
        names = AXIS_NAMES[len(windows.axes)]
        if len(set(windows.axes)) == 1:
            names = (" and ".join(names),)
        for name, axis in zip(names, windows.axes, strict=False):
            worked = formula(axis.size, axis.kernel, axis.stride, axis.before, axis.after, axis.dilation)
            cut = "" if worked.endswith(f"= {axis.out}") else f", rounded down to {axis.out}"
            yield f"{name} {worked}{cut}"

    def _cells(self) -> Iterator[str]:
        cells = list(self.computation.result.places())
        axes = ("filter" if "filters" in self.computation.given else "channel", "row", "column")[-len(self.computation.shape) :]
        yield heading(
            f"cell by cell, counted from 1 ({', '.join(axes)})" if len(axes) == len(cells[0]) else "cell by cell", self.color
        )
        yield from self._worked([(place(cell), self.computation.worked(cell)) for cell in self._shown(cells)], len(cells))

    def _shown(self, cells: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
        return cells if self.all else cells[:_FEW]

    def _worked(self, rows: list[tuple[str, str]], count: int) -> Iterator[str]:
        label = max(len(name) for name, _ in rows)
        for name, worked in rows:
            yield from hung(f"{_MARGIN}{name:<{label}}  ", worked, self.width)
        if len(rows) < count:
            yield f"{_MARGIN}... and {count - len(rows)} more: `--all` shows them"

    def _gradients(self) -> Iterator[Iterable[str]]:
        computation = self.computation
        yield self._titled("dL/dy, the upstream gradient", drawn(computation.given["upstream"], self._maps("output")))
        for key, grid in computation.gradients().items():
            operand = computation.operation.operands[key]
            lines = [*hung("", computation.definition.means[key], self.width), *drawn(grid, self._maps(key))]
            cells = list(operand.places())
            worked = computation.worked_gradients(key)[: len(self._shown(cells))]
            rows = [(place(cell) if cell else key, text) for cell, text in zip(cells, worked, strict=False)]
            yield self._titled(f"dL/d({key})", [*lines, "", *self._worked(rows, len(cells))])

    def _jacobian(self) -> Iterator[str]:
        """How each output answers to each input, where that is small enough to look at."""
        computation = self.computation
        if max(len(computation.result.cells), len(computation.operation.operands["input"].cells)) > _FEW:
            return
        found = computation.jacobian()
        assert isinstance(found, tuple)
        rows = [row for row in found if isinstance(row, tuple)]
        if all(cell == 0 for r, row in enumerate(rows) for c, cell in enumerate(row) if r != c) and len(rows) == len(rows[0]):
            diagonal = ", ".join(str(row[number]) for number, row in enumerate(rows))
            yield heading(f"Jacobian dy/d(input) = diag({diagonal})", self.color)
        else:
            yield from self._titled("Jacobian dy/d(input): a row for each output, a column for each input", drawn(found))


def drawn(grid: Grid, words: tuple[str, ...] = ("channel",), label: str = "") -> Iterator[str]:
    """A tensor in aligned columns: rows below each other, maps one after the other, with what they are and their numbers."""
    if not isinstance(grid, tuple):
        yield f"{_MARGIN}{grid}"
    elif not isinstance(grid[0], tuple):
        yield from _aligned([[str(cell) for cell in grid]])
    elif not isinstance(grid[0][0], tuple):
        yield from [f"{_MARGIN}{label}"] if label else []
        yield from _aligned([[str(cell) for cell in row] for row in grid if isinstance(row, tuple)])
    else:
        for number, part in enumerate(grid, 1):
            yield from drawn(part, words[1:], f"{label}{', ' if label else ''}{words[0] if words else ''} {number}")


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    """Columns to the right, each as wide as its widest cell, brackets of padded cells outside of the digits."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield _MARGIN + " ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def response_text(response: Response, color: bool) -> str:
    """What a filter does to the test images."""
    parts = [[heading(f"filter {described(response.filter.shape)}", color), *drawn(response.filter.grid())]]
    parts[0] += [f"each value times {response.scale}"] if response.scale != 1 else []
    parts[0].append(flat_words(response.total))
    for image, output in response.seen:
        cells, title = set(output.cells), image
        if len(cells) == 1:
            title += f": {output.cells[0]}{' everywhere' if len(output.cells) > 1 else ''}"
        elif _turned(response) == output.cells:
            title += f": the filter {'turned by 180 degrees' if response.op == 'correlation' else 'as it is'}"
        parts.append([heading(title, color), *(drawn(output.grid()) if len(cells) > 1 else ())])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _turned(response: Response) -> tuple[Exact, ...]:
    """The filter as an isolated 1 shows it."""
    cells = tuple(response.scale * cell for cell in response.filter.cells)
    return cells[::-1] if response.op == "correlation" else cells
