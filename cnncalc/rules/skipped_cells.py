"""L208: windows further apart than they are wide, so that cells between them are never read, or never written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import Label
from cnncalc.layers._window import unread_cells
from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import skips

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.layer_base import Axis

_LOOKED_AT = 100_000  # cells of windows that are compared one by one

RULE = Rule(
    code="L208",
    name="skipped-cells",
    level="warning",
    what="a window of several cells leaves out cells that nothing else reads",
    why="At a stride larger than the kernel, or with a stride and a dilation that have a common factor, the windows step over "
    "cells: 2x2 at stride 3 reads 4 of 9. What the layers before worked out for the others is thrown away. A transposed "
    "convolution whose kernel is below its stride likewise leaves cells of its output that hold the bias alone.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - maxpool: {kernel: 2, stride: 3}
  - fc: 10
""",
    fix="take a kernel as large as the stride or larger, or a dilation that has no factor in common with the stride",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - maxpool: {kernel: 2, stride: 2}
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Kernels of more than one cell; 1x1 convolutions at a stride are L210's."""
    for row, *others in lost(network, single=False):
        yield RULE.at(row, told(row), _without_gaps(row), option="stride", labels=also(others))
    for row in network.rows:
        facts: Any = row.facts
        if row.kind == "deconv" and any(None in axis.pattern for axis in facts.axes) and (empty := _unwritten(facts.axes)):
            yield RULE.at(row, _told_unwritten(facts, empty), _without_gaps(row), option="stride")


def lost(network: Network, single: bool) -> Iterable[list[Row]]:
    """The layers that step over cells of a map which nothing else reads, by map; those with `single` cells as kernels.

    The first of them reads all that the others do; where none does, they may well have been made to share the map.
    """
    found = [row for row in network.rows if _steps_over(row)]
    if not found:
        return ()
    maps = _maps(network)
    read = {0} if 0 in network.outputs else set()
    for row in network.rows:
        if row.entry.index in network.outputs:
            read.add(maps[row.entry.index])
        if maps[row.entry.index] == row.entry.index and not _steps_over(row):
            read.update([maps[index] for index in row.entry.inputs])
    readers: dict[int, list[Row]] = {}
    for row in found:
        if maps[row.entry.inputs[0]] not in read:
            readers.setdefault(maps[row.entry.inputs[0]], []).append(row)
    widest_first = (sorted(rows, key=_missed) for rows in readers.values())
    return [rows for rows in widest_first if _is_single(rows[0]) == single and _reads_what_all_do(rows)]


def _is_single(row: Row) -> bool:
    facts: Any = row.facts
    return all(axis.kernel == 1 for axis in facts.axes)


def _reads_what_all_do(rows: list[Row]) -> bool:
    """Whether the first layer reads every cell that one of the others reads."""
    first, *others = dict.fromkeys(_axes_of(row) for row in rows)
    if not others:
        return True
    if any(axis.size * axis.kernel > _LOOKED_AT for axes in (first, *others) for axis in axes):
        return False
    read = [_cells(axis) for axis in first]
    return all(_cells(axis) <= cells for axes in others for axis, cells in zip(axes, read, strict=True))


def _axes_of(row: Row) -> tuple[Axis, ...]:
    facts: Any = row.facts
    return tuple(facts.axes)


def _cells(axis: Axis) -> set[int]:
    """The cells of the input that some window reads."""
    found: set[int] = set()
    for start in range(-axis.before, -axis.before + axis.kernel * axis.dilation, axis.dilation):
        inside = start if start >= 0 else start % axis.stride
        found.update(range(inside, min(axis.size, start + (axis.out - 1) * axis.stride + 1), axis.stride))
    return found


def also(others: list[Row]) -> tuple[Label, ...]:
    """The places of further layers that step over the same map."""
    return tuple(Label(row.entry.template.node.span, f"`{row.path}` steps over it too") for row in others)


def _steps_over(row: Row) -> bool:
    facts: Any = row.facts
    return any(facts.unread) and row.kind != "deconv" and any(skips(axis) for axis in facts.axes)


def _maps(network: Network) -> list[int]:
    """For each output, the layer that its places come from: activations, norms and the like leave them where they are."""
    maps = [0]
    for row in network.rows:
        facts: Any = row.facts
        same = len(row.entry.inputs) == 1 and facts.layer.reach == "point" and facts.output.spatial == facts.inputs[0].spatial
        maps.append(maps[row.entry.inputs[0]] if same else row.entry.index)
    return maps


def told(row: Row) -> str:
    """How many cells of the map are not read."""
    axes = _axes_of(row)
    every = prod(axis.size for axis in axes)
    return f"{_window(axes)} steps over {_missed(row):,} of the {every:,} cells of each map, which nothing else reads"


def _missed(row: Row) -> int:
    axes = _axes_of(row)
    return prod(axis.size for axis in axes) - prod(axis.size - axis.unread for axis in axes)


def _unwritten(axes: Sequence[Axis]) -> int:
    """How many cells of a transposed convolution's output come of no input: its windows slide over the output."""
    empty = [unread_cells(axis.out, axis.kernel, axis.stride, axis.before, axis.dilation, axis.size) for axis in axes]
    return prod(axis.out for axis in axes) - prod(axis.out - cells for axis, cells in zip(axes, empty, strict=True))


def _told_unwritten(facts: Any, empty: int) -> str:
    every = prod(axis.out for axis in facts.axes)
    held = "hold the bias alone" if facts.biases else "are 0"
    return f"{_window(facts.axes)} writes too little: {empty:,} of the {every:,} cells of each map that it makes {held}"


def _without_gaps(row: Row) -> str:
    dilated = ", not dilated," * any(axis.dilation > 1 for axis in _axes_of(row))
    return f"a kernel of at least the stride{dilated} leaves no gaps"


def _window(axes: Sequence[Axis]) -> str:
    kernel, stride, dilation = (_sizes([getattr(axis, name) for axis in axes]) for name in ("kernel", "stride", "dilation"))
    return f"a kernel of {kernel} at stride {stride}" + (f" and dilation {dilation}" if dilation != "1" else "")


def _sizes(values: list[int]) -> str:
    return str(values[0]) if len(set(values)) == 1 else "x".join(map(str, values))
