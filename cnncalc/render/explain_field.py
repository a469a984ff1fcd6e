"""How a layer's receptive field comes about, on each axis."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from cnncalc.analysis.phases import Phases
from cnncalc.analysis.report import Report, Row
from cnncalc.layer_base import Axis
from cnncalc.render.sums import wrapped
from cnncalc.tensor import AXIS_NAMES


def field_lines(report: Report, row: Row) -> Iterator[str]:
    """The paragraph of one layer; nothing where there is no axis to see along."""
    if row.facts is None or row.field is None or not row.field.axes:
        return
    found = row.field.to_dict()
    yield "receptive field"
    yield from _sizes(report, row, found)
    if row.field.is_global:
        yield "  every cell sees the whole input"
        if "local" in found:
            yield f"  without the paths that see everything: size {_each(found['local']['size'])}"


def _sizes(report: Report, row: Row, found: dict[str, Any]) -> Iterator[str]:
    """One axis after the other; once where all are alike."""
    assert row.facts is not None
    assert row.field is not None
    count = len(found["size"])
    described = []
    for number, reach in enumerate(row.field.axes):
        axis = row.facts.axes[number] if len(row.facts.axes) == count and len(row.inputs) == 1 else None
        figures = {key: found[key][number] for key in _KEYS}
        described.append([*_reads(axis), *_axis(axis, _before(report, row, number), figures, reach)])
    alike = all(lines == described[0] for lines in described)
    for name, lines in zip(AXIS_NAMES[count], described, strict=True):
        for line in lines:
            yield from wrapped(f"  {line}" if alike else f"  {name}: {line}", 4)
        if alike:
            return


_KEYS = ("size", "stride", "padding", "first_centre")


def _before(report: Report, row: Row, number: int) -> tuple[Any, Any] | None:
    """Size and step of the field that the layer's input has on one axis, where all of its cells have one size and step."""
    source = row.entry.inputs[0]
    if source == 0:
        return 1, 1
    field = report.rows[source - 1].field
    if field is None or number >= len(field.axes) or isinstance(field.axes[number], Phases):
        return None
    found = field.to_dict()
    return found["size"][number], found["stride"][number]


def _reads(axis: Axis | None) -> Iterator[str]:
    """What each cell of a layer that resamples is made from."""
    if axis is None or not axis.pattern:
        return
    counts = [(last - first) // axis.apart + 1 for first, last in filter(None, axis.pattern)] + [0] * (None in axis.pattern)
    least, most, turns = min(counts), max(counts), len(axis.pattern)
    cells = f"{most} cell{'s' if most != 1 else ''}" if least == most else f"{least} to {most} cells"
    apart = f", {axis.apart} apart" if axis.apart > 1 and most > 1 else ""
    every = f"every {turns} cells" if turns > 1 else "every cell"
    yield f"a cell reads {cells} of the layer's input{apart}, {axis.turn} further on {every}"


def _axis(axis: Axis | None, before: tuple[Any, Any] | None, found: dict[str, Any], reach: Any) -> Iterator[str]:
    if axis is not None and before is not None and _by_recurrence(axis, *before, found):
        size, jump = before
        distance = f"*{axis.dilation}" if axis.dilation > 1 else ""
        yield f"size {found['size']}: {size} + ({axis.kernel} - 1){distance}*{_factor(jump)}, with the step {jump} before it"
        yield f"step {found['stride']}: {_factor(jump)}*{axis.stride}; padding before {found['padding']}"
    elif isinstance(reach, Phases):
        phases = len(reach.lefts)
        yield f"size {found['size']}, that of the widest of {phases} phases: neighbouring cells see different shares of the input"
        yield f"step {found['stride']} on average; padding before {found['padding']}, of the first cell"
    else:
        yield f"size {found['size']}, step {found['stride']}, padding before {found['padding']}"
    yield f"centre of the first cell: {found['first_centre']}"


def _by_recurrence(axis: Axis, size: Any, jump: Any, found: dict[str, Any]) -> bool:
    """Whether the usual recurrence gives this field: behind a layer that sees everything it does not."""
    step = Fraction(jump)
    grown = Fraction(size) + (axis.kernel - 1) * axis.dilation * step
    return not axis.pattern and grown == Fraction(found["size"]) and step * axis.stride == Fraction(found["stride"])


def _factor(jump: Any) -> str:
    return f"({jump})" if isinstance(jump, str) else str(jump)


def _each(values: list[object]) -> str:
    return str(values[0]) if len(set(values)) == 1 else " x ".join(map(str, values))
