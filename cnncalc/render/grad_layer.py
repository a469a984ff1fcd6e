"""One layer's backward pass with its numbers: small arrays whole, of large ones the norm and the first corner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from cnncalc.diagnostics import printable
from cnncalc.execution.gradients import Detail, Gradients, LayerGradient
from cnncalc.execution.jacobian import Jacobian
from cnncalc.render import Look
from cnncalc.render.grad_rules import RULES
from cnncalc.render.grid import behind, wrapped
from cnncalc.render.prose import READABLE, heading
from cnncalc.tensor import DTYPE_BYTES, human_bytes

#: Values of an array that is shown whole, and of a corner the rows and columns.
_WHOLE = 64
_CORNER = 4
_MARGIN = "  "


def render_layer(found: Gradients, layer: LayerGradient, detail: Detail, look: Look) -> Iterator[list[str]]:
    """Paragraphs: forward, upstream, local, downstream, tensors."""
    page = _Page(found, layer, detail, look)
    yield page.forward()
    yield page.upstream()
    yield page.local()
    yield from page.downstream()
    yield from page.tensors()


class _Page:
    def __init__(self, found: Gradients, layer: LayerGradient, detail: Detail, look: Look) -> None:
        self.found, self.layer, self.detail, self.look = found, layer, detail, look
        self.width = min(look.width or READABLE, READABLE)
        self.rule = RULES.get(layer.kind)
        many = len(detail.inputs) > 1
        self.names = [f"x{number}" if many else "x" for number in range(1, len(detail.inputs) + 1)]

    def titled(self, title: str, lines: Iterable[str] = (), words: str = "") -> list[str]:
        head = [heading(line, self.look.color) for line in wrapped(title, self.width)]
        said = behind(_MARGIN, words, self.width) if words else []
        return [*head, *said, *lines]

    def volume(self, array: Any) -> Iterator[str]:
        """A batch x channels x spatial axes; of one image without the batch."""
        words = ["image", "channel", *["slice"] * (array.ndim > 4)]
        array = _without_places(array, array.ndim - 2)
        return self.numbers(array[0], words[1:]) if len(array) == 1 else self.numbers(array, words)

    def numbers(self, array: Any, words: list[str]) -> Iterator[str]:
        """The last two axes as matrices; `words` say what the others count, from 0."""
        if array.size > _WHOLE:
            low, high = number(float(array.min())), number(float(array.max()))
            if float(array.min()) == float(array.max()):
                yield from behind(_MARGIN, f"all {low}", self.width)
                return
            first = "first corner" if array.ndim > 1 else f"first {2 * _CORNER}"
            yield from behind(_MARGIN, f"from {low} to {high}; its {first}", self.width)
            array = array[
                (*[slice(1)] * max(array.ndim - 2, 0), *[slice(_CORNER if array.ndim > 1 else 2 * _CORNER)] * 2)[-array.ndim :]
            ]
        leading = array.shape[:-2]
        for place in product(*map(range, leading)):
            label = ", ".join(f"{word} {at}" for word, at in zip(words[: len(leading)], place, strict=True))
            yield from behind(_MARGIN, label, self.width) if label else []
            part = array[place].tolist()
            yield from aligned([[number(cell) for cell in row] for row in (part if array.ndim > 1 else [part])], self.look.width)

    def sizes(self, array: Any) -> str:
        """`2 images of 5x5x3`."""
        shape = "x".join(map(str, (*array.shape[2:], array.shape[1])))
        return shape if len(array) == 1 else f"{len(array)} images of {shape}"

    def forward(self) -> list[str]:
        layer, detail = self.layer, self.detail
        lines = []
        for name, (path, x) in zip(self.names, detail.inputs, strict=True):
            lines += self.titled(f"{name}, from {printable(path)}: {self.sizes(x)}", self.volume(x))
        for path, tensor, _ in detail.tensors:
            lines += self.titled(f"{printable(path)}: {_by(tensor)}", self.tensor(tensor))
        return [
            *lines,
            *self.titled(f"y = {layer.kind}, {printable(layer.path)}: {self.sizes(detail.output)}", self.volume(detail.output)),
        ]

    def tensor(self, tensor: Any) -> Iterator[str]:
        """A filter's axes follow those that count filters and channels, or with `connections` pairs of them."""
        spatial = self.detail.output.ndim - 2
        words = ["channel", "filter"] if self.layer.kind == "deconv" else ["filter", "channel"]
        counted = ["pair"] if tensor.ndim == spatial + 1 else words
        return self.numbers(_without_places(tensor, spatial), [*counted, *["slice"] * (spatial - 2)])

    def upstream(self) -> list[str]:
        layer, upstream = self.layer, self.detail.upstream
        assert layer.upstream is not None
        readers = [f"{printable(path)} ({number(norm)})" for path, norm in layer.readers]
        came = f"the sum of what {len(readers)} readers send back, with the norm of each: {', '.join(readers)}"
        if len(readers) == 1:
            came = f"from {readers[0].partition(' (')[0]}"
        title = f"upstream, dL/dy: {self.sizes(upstream)}, norm {number(layer.upstream.norm)}"
        return self.titled(title, self.volume(upstream), came)

    def local(self) -> list[str]:
        title = "local, the Jacobians: a row for each value of y, never written out by backpropagation"
        lines = [line for jacobian in self.detail.jacobians for line in self.jacobian(jacobian)]
        return self.titled(title, lines)

    def jacobian(self, jacobian: Jacobian) -> Iterator[str]:
        size = f"{jacobian.entries:,} entries"
        if jacobian.entries > 1_000_000:
            size += f", {human_bytes(jacobian.entries * DTYPE_BYTES[self.found.dtype])} of {self.found.dtype}"
        filled = ""
        if jacobian.filled is not None:
            share = f" ({jacobian.filled / jacobian.entries:.2%})" if jacobian.entries > _WHOLE else ""
            filled = f", {jacobian.filled:,}{share} not 0"
        label = f"dy/d{jacobian.of}" if jacobian.of in self.names else f"dy/d({jacobian.of})"
        text = f"{label} {jacobian.rows:,}x{jacobian.columns:,}: {size}{filled}"
        matrix = jacobian.matrix
        if matrix is None:
            yield from behind(_MARGIN, text, self.width)
        elif jacobian.is_diagonal:
            diagonal = ", ".join(number(row[at]) for at, row in enumerate(matrix))
            yield from behind(_MARGIN, f"{text}; diag({diagonal})", self.width)
        else:
            yield from behind(_MARGIN, text, self.width)
            yield from aligned([[number(cell) for cell in row] for row in matrix], self.look.width)

    def downstream(self) -> Iterator[list[str]]:
        for name, flow, gradient, (_, x) in zip(
            self.names, self.layer.downstream, self.detail.downstream, self.detail.inputs, strict=True
        ):
            shape = f"{self.sizes(gradient)}, {'as' if gradient.shape == x.shape else 'NOT as'} {name}"
            title = f"downstream, dL/d{name} to {printable(flow.path)}: {shape}, norm {number(flow.norm)}"
            yield self.titled(title, self.volume(gradient), self.rule.downstream if self.rule and name in ("x", "x1") else "")

    def tensors(self) -> Iterator[list[str]]:
        norms = {learned.name: learned for learned in self.layer.learned}
        for path, tensor, gradient in self.detail.tensors:
            if gradient is None:
                continue
            learned = norms[path]
            share = {"share": ", this layer's share", "sum": ", summed over the layers that use it", "": ""}[learned.shared]
            shape = f"{_by(gradient)}, {'as' if gradient.shape == tensor.shape else 'NOT as'} the tensor"
            words = self.rule.learned.get(path.rpartition(".")[2], "") if self.rule else ""
            yield self.titled(
                f"dL/d({printable(path)}){share}: {shape}, norm {number(learned.norm)}", self.tensor(gradient), words
            )


def _without_places(array: Any, spatial: int) -> Any:
    """Without the axes of places where there is one place alone: channels, which would stand there each by itself, in a row."""
    many = array.ndim <= spatial or not spatial or any(size > 1 for size in array.shape[-spatial:])
    return array if many else array.reshape(array.shape[:-spatial])


def _by(tensor: Any) -> str:
    return "x".join(map(str, tensor.shape))


def number(value: float) -> str:
    """Six digits; whole numbers as such, and no negative zero."""
    return f"{value + 0.0:.6g}"


def aligned(rows: list[list[str]], width: int | None) -> Iterator[str]:
    """Columns to the right, each as wide as its widest cell; what is beyond the width is counted."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    shown, room = len(widths), (width or 1_000_000) - len(_MARGIN) - len(" ... 00 more")
    if width is not None and sum(widths) + len(widths) - 1 + len(_MARGIN) > width:
        while shown > 1 and sum(widths[:shown]) + shown - 1 > room:
            shown -= 1
    more = f" ... {len(widths) - shown} more" if shown < len(widths) else ""
    if more and widths[0] > room:
        more = " ..."
    for row in rows:
        cells = " ".join(f"{cell:>{wide}}" for cell, wide in zip(row[:shown], widths, strict=False))
        yield f"{_MARGIN}{cells}{more}".rstrip()
