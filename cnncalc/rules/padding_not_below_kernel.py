"""L203: padding that is as wide as the kernel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod
from typing import TYPE_CHECKING, Any

from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import on_axes, reads_zeros, span

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.layer_base import Axis

RULE = Rule(
    code="L203",
    name="padding-not-below-kernel",
    level="warning",
    what="padding as wide as the kernel makes windows that read nothing else",
    why="A kernel of F that still touches the input needs a padding of at most F - 1; (F - 1)/2 keeps the size. A 1x1 "
    "convolution padded by 1 turns 8x8 into 10x10, and the ring of 36 cells around it is the bias, whatever the image "
    "shows. PyTorch refuses pools that are padded so. A transposed convolution takes `padding` away instead: as wide as "
    "its kernel, it takes all that its first cell writes.",
    example="""\
input: 8x8x64
layers:
  - conv: {filters: 32, kernel: 1, padding: 1, activation: relu}
  - fc: 10
""",
    fix="pad by (F - 1)/2, which is 0 for a kernel of 1",
    fixed="""\
input: 8x8x64
layers:
  - conv: {filters: 32, kernel: 1, activation: relu}
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Windows that read nothing but padding because it is too wide, and cells of which a transposed convolution keeps nothing."""
    for row in reads_zeros(network):
        facts: Any = row.facts
        if any(map(too_wide, facts.axes)):
            every = prod(axis.out for axis in facts.axes)
            empty = every - prod(axis.out - _at_the_start(axis) - at_the_end(axis) for axis in facts.axes)
            cells = f"{_least(facts.axes)}{empty:,} of {every:,} cells of each map see no input"
            told = f"{on_axes([_told(axis) for axis in facts.axes])}; {cells}"
            yield RULE.at(row, told, "pad by (F - 1)/2, which is 0 for a kernel of 1", option="padding")
    for row in network.rows:
        facts = row.facts
        if row.kind == "deconv" and any(facts.unread):
            told = on_axes([_taken(axis) for axis in facts.axes])
            yield RULE.at(row, told, "a padding below the kernel keeps some of what each cell writes", option="padding")


def too_wide(axis: Axis) -> bool:
    """Whether a padding is not below the kernel and a window lies wholly in it."""
    wide = span(axis)
    return axis.before >= wide or (axis.after >= wide and at_the_end(axis) > 0)


def at_the_end(axis: Axis) -> int:
    """How many windows begin behind the input."""
    return max(axis.out - max(-(-(axis.size + axis.before) // axis.stride), 0), 0)


def _at_the_start(axis: Axis) -> int:
    """How many windows end before the input begins."""
    return min(max(-(-(axis.before - span(axis) + 1) // axis.stride), 0), axis.out - at_the_end(axis))


def _least(axes: Iterable[Axis]) -> str:
    """Windows with cells before the input and behind it and none inside are not counted."""
    return "at least " * any(axis.dilation > axis.size for axis in axes)


def _told(axis: Axis) -> str:
    if not too_wide(axis):
        return ""
    padding = f"{axis.before:,}" if axis.before == axis.after else f"{axis.before:,} before and {axis.after:,} after"
    kernel = f"{axis.kernel:,}" if axis.dilation == 1 else f"{axis.kernel:,}, {span(axis):,} wide with dilation {axis.dilation:,}"
    empty = _at_the_start(axis) + at_the_end(axis)
    read = "reads" if empty == 1 else "read"
    windows = f"{_least([axis])}{empty:,} of {axis.out:,} windows {read} nothing but padding"
    return f"padding {padding} is not below the kernel of {kernel}: {windows}"


def _taken(axis: Axis) -> str:
    if not axis.unread:
        return ""
    padding = f"{axis.before:,}" if axis.before == axis.after else f"{axis.before:,} before and {axis.after:,} after"
    least = "at least " * (axis.dilation > axis.out)  # a window around all that is left is not counted
    write = "writes" if axis.unread == 1 else "write"
    return f"padding {padding} takes away all that {least}{axis.unread:,} of the {axis.size:,} cells {write}"
