"""L202: a window that lies wholly in the padding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import on_axes, reads_zeros, span
from cnncalc.rules.padding_not_below_kernel import at_the_end, too_wide

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.layer_base import Axis

_LOOKED_AT = 10_000  # windows of a kernel whose cells lie further apart than the input is wide

RULE = Rule(
    code="L202",
    name="window-in-padding",
    level="warning",
    what="a window lies wholly in the padding",
    why="What it gives depends on no image: a convolution gives its bias, an average 0, and a maximum is taken over nothing. "
    "It comes of rounding up without the rule that PyTorch and Caffe have against it, a last window that begins behind "
    "the input being left out: 5 cells padded by 1, a kernel of 3 at stride 3 give (5 + 2 - 3)/3 + 1 = 2 1/3, rounded up "
    "3, and the third window begins at cell 6 of 5. A padding that is wider after than before does it too.",
    example="""\
input: 5x5x8
layers:
  - maxpool: {kernel: 3, stride: 3, padding: 1, rounding: ceil-onnx}
  - fc: 10
""",
    fix="take the padding away on that side, or round down",
    fixed="""\
input: 5x5x8
layers:
  - maxpool: {kernel: 3, stride: 3, padding: 1, rounding: floor}
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Windows behind the end, and wide ones with gaps that straddle the whole input. Too wide a padding is L203's."""
    for row in reads_zeros(network):
        facts: Any = row.facts
        told = [_told(axis) for axis in facts.axes]
        if any(told) and not any(map(too_wide, facts.axes)):
            behind = any(map(at_the_end, facts.axes))
            help = "take the padding away on that side, or round down" if behind else "take a dilation smaller than the map"
            yield RULE.at(row, on_axes(told), help, option="padding")


def _told(axis: Axis) -> str:
    last = at_the_end(axis)
    if last:
        which = "the last" if last == 1 else f"each of the last {last:,}"
        first = (axis.out - last) * axis.stride - axis.before + 1
        return f"{which} of {axis.out:,} windows reads nothing but padding: it begins at cell {first:,} of {axis.size:,}"
    if axis.dilation > axis.size:
        for i in range(min(axis.out, _LOOKED_AT)):
            if _straddles(axis, i * axis.stride - axis.before):
                return (
                    f"window {i + 1:,} of {axis.out:,} reads nothing but padding: "
                    f"its cells lie {axis.dilation:,} apart, around all {axis.size:,} of the input"
                )
    return ""


def _straddles(axis: Axis, start: int) -> bool:
    """Whether a window has cells before the input and behind it, and none inside."""
    return start < 0 <= start + span(axis) - 1 and start % axis.dilation >= axis.size
