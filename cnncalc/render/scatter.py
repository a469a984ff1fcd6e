"""Points on two logarithmic axes, drawn with characters.

Ticks are round values that stand in the cell that they fall into. So does each point, with its label beside it; points of one
cell share a mark, and their labels stand together. A label that finds no place is told below the plot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import floor, log10
from textwrap import wrap
from typing import NamedTuple


class Point(NamedTuple):
    """A label of a letter or two, and two counts."""

    label: str
    x: int
    y: int


#: Mantissas of ticks, from the fewest to the most.
_MANTISSAS = ((1,), (1, 3), (1, 2, 5), tuple(range(1, 10)))
_PAD = 0.04  # of the axis, on both sides
_LEAST = 0.02  # decades that an axis spans at least
_LINES = (8, 18)  # how high a plot is, in a narrow and in a wide terminal
_APART = 10  # cells from one tick along to the next: the longest text of one, `1.234 M`, and a gap
_SIGNS = {False: "●│─└┤┬", True: "o|-++-"}  # mark, axis up, axis along, corner, ticks


def labels(count: int) -> list[str]:
    """A ... Z, AA, AB ...: so many."""
    found = []
    for number in range(1, count + 1):
        label = ""
        while number:
            number, letter = divmod(number - 1, 26)
            label = chr(65 + letter) + label
        found.append(label)
    return found


def scatter(points: Sequence[Point], x_name: str, y_name: str, width: int, ascii_only: bool) -> list[str]:
    """The lines of a plot of at most so many columns; nothing where fewer than two points can be drawn."""
    drawn = [point for point in points if point.x > 0 and point.y > 0]
    if len(drawn) < 2:
        return []
    lines = max(_LINES[0], min(_LINES[1], width // 5))
    up = _Axis([point.y for point in drawn], lines)
    marks = {up.cell(value): tick_text(value) for value in up.ticks(2)}
    margin = max(map(len, marks.values()), default=0)
    along = _Axis([point.x for point in drawn], max(width - margin - 2, 10))
    canvas = _Canvas(along.cells, lines)
    untold = _draw(canvas, drawn, along, up, _SIGNS[ascii_only][0])
    shown = [*wrap(f"{y_name} against {x_name}, both axes logarithmic", width), ""]
    for line in range(lines - 1, -1, -1):
        side = _SIGNS[ascii_only][4 if line in marks else 1]
        shown.append(f"{marks.get(line, ''):>{margin}} {side}{canvas.line(line)}".rstrip())
    shown += [" " * (margin + 1) + part for part in _bottom(along, _SIGNS[ascii_only])]
    nothing = [point.label for point in points if point not in drawn]
    for what, left in (("without a place for their label", untold), ("not drawn, as 0 has no logarithm", nothing)):
        if left:
            shown += wrap(f"({what}: {', '.join(left)})", width)
    return shown


def tick_text(value: int) -> str:
    """A round count with its unit, exactly: `20 M`, `1.5 G`."""
    power = min((len(str(value)) - 1) // 3, 6)
    whole, rest = divmod(value, 1000**power)
    behind = f"{rest:0{3 * power}d}".rstrip("0") if power and rest else ""
    return f"{whole}{'.' if behind else ''}{behind} {' kMGTPE'[power]}".rstrip()


class _Axis:
    """Counts to cells, in proportion to their logarithms."""

    def __init__(self, values: Sequence[int], cells: int) -> None:
        logs = [log10(value) for value in values]
        half = max(max(logs) - min(logs), _LEAST) / 2 * (1 + 2 * _PAD)
        self._low, self._span, self.cells = (min(logs) + max(logs)) / 2 - half, 2 * half, cells

    def cell(self, value: int) -> int:
        """Which cell a value falls into; none of the axis' where it is beyond the ends."""
        return floor((log10(value) - self._low) / self._span * self.cells)

    def ticks(self, apart: int) -> list[int]:
        """As many round values as there are on the axis, each so many cells or more from the next."""
        best: list[int] = []
        for found in self._candidates():
            cells = [self.cell(value) for value in found]
            if all(after - before >= apart for before, after in pairwise(cells)):
                best = max(best, found, key=len)
        return best

    def _candidates(self) -> Iterator[list[int]]:
        first, last = max(floor(self._low), 0), floor(self._low + self._span)
        for mantissas in _MANTISSAS:
            yield self._inside([m * 10**power for power in range(first, last + 1) for m in mantissas])
        low, high = 10**self._low, 10 ** (self._low + self._span)
        for power in range(last, max(last - 4, -1), -1):  # an axis shorter than a decade: even steps
            for step in (5 * 10**power, 2 * 10**power, 10**power):
                yield self._inside([step * number for number in range(max(int(low // step), 1), int(high // step) + 1)])

    def _inside(self, values: list[int]) -> list[int]:
        return [value for value in values if 0 <= self.cell(value) < self.cells]


class _Canvas:
    """Cells that hold a character each; line 0 is the lowest."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._cells: dict[tuple[int, int], str] = {}

    def put(self, line: int, column: int, text: str) -> None:
        """Write, over whatever stands there."""
        for offset, character in enumerate(text):
            self._cells[line, column + offset] = character

    def is_free(self, line: int, column: int, text: str, beside: int) -> bool:
        """Whether a text has room there, and touches nothing but the mark at column `beside` of its own line."""
        if not (0 <= line < self._height and column >= 0 and column + len(text) <= self._width):
            return False
        inside = range(column, column + len(text))
        ends = [end for end in (column - 1, column + len(text)) if end != beside]
        return not any((line, place) in self._cells for place in [*inside, *ends])

    def line(self, number: int) -> str:
        """One line as it is printed."""
        return "".join(self._cells.get((number, column), " ") for column in range(self._width))


def _draw(canvas: _Canvas, points: Sequence[Point], along: _Axis, up: _Axis, mark: str) -> list[str]:
    """Every mark, then the labels where there is room; the labels that found none."""
    cells: dict[tuple[int, int], list[str]] = {}
    for point in points:
        cells.setdefault((up.cell(point.y), along.cell(point.x)), []).append(point.label)
    for line, column in cells:
        canvas.put(line, column, mark)
    untold = []
    for (line, column), found in cells.items():
        text = ",".join(found)
        right, left, middle = column + 1, column - len(text), column - len(text) // 2
        places = [(line, right, column), (line, left, column), (line + 1, middle, -2), (line - 1, middle, -2),
                  (line + 1, right, -2), (line - 1, right, -2), (line + 1, left, -2), (line - 1, left, -2)]  # fmt: skip
        place = next(((row, start) for row, start, beside in places if canvas.is_free(row, start, text, beside)), None)
        if place is None:
            untold += found
        else:
            canvas.put(*place, text)
    return untold


def _bottom(along: _Axis, signs: str) -> list[str]:
    """The axis along, and its ticks' values below it, each centred on its tick where the ends allow it."""
    axis, below = [signs[2]] * along.cells, [" "] * along.cells
    for value in along.ticks(_APART):
        cell, text = along.cell(value), tick_text(value)
        start = min(max(cell - len(text) // 2, 0), along.cells - len(text))
        axis[cell] = signs[5]
        below[start : start + len(text)] = text
    return [signs[3] + "".join(axis), " " + "".join(below).rstrip()]
