"""L201: rows and columns at the end that no window reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.layers._window import formula, placements, unread_cells, what_fits
from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import lines, skips, sliding, span, volume

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.layer_base import Axis

RULE = Rule(
    code="L201",
    name="unread-cells",
    level="info",
    what="rows or columns at the end of a map are read by no window",
    why="Under `rounding: floor` a window that does not fit is left out, and what only it would have read is lost: with a "
    "kernel of 3 at stride 2, (224 - 3)/2 + 1 = 111 1/2 gives 111 windows, which end at cell 223. The lectures call such "
    "a layer illegal. It also makes the network blind on one side only: what is lost is always the bottom and the right "
    "of the image.",
    example="""\
input: 224x224x3
rounding: floor
layers:
  - conv: {filters: 64, kernel: 3, stride: 2, activation: relu}
  - globalavgpool
  - fc: 10
""",
    fix="choose a padding, stride, kernel or input that fits, pad one side only as in `padding: [[0, 1], [0, 1]]`, or round up",
    fixed="""\
input: 224x224x3
rounding: floor
layers:
  - conv: {filters: 64, kernel: 3, stride: 2, padding: [[0, 1], [0, 1]], activation: relu}
  - globalavgpool
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Layers whose last window ends before the input does. Cells between windows are L208's and L210's."""
    for row in sliding(network):
        facts: Any = row.facts
        if not any(facts.unread):
            continue
        left = [axis for axis in facts.axes if _left(axis)]
        if left:
            counts = lines([axis.unread if _left(axis) else 0 for axis in facts.axes])
            rounded = "; ".join(dict.fromkeys(formula(*_setting(axis)) for axis in left))
            told = f"no window reads {counts} at the end of {volume([axis.size for axis in facts.axes])}: {rounded}"
            yield RULE.at(row, told, what_fits(*_setting(left[0]))[0], *_rounded_up(left), option="stride")


def _left(axis: Axis) -> bool:
    return axis.unread > 0 and not skips(axis)


def _setting(axis: Axis) -> tuple[int, int, int, int, int, int]:
    return axis.size, axis.kernel, axis.stride, axis.before, axis.after, axis.dilation


def _rounded_up(left: list[Axis]) -> Iterator[str]:
    """Where one more window reads all of them: it may not begin in the padding, and a dilated one has gaps."""
    sizes = [placements(axis.size, span(axis), axis.stride, axis.before, axis.after, "ceil", True) for axis in left]
    if not any(
        unread_cells(axis.size, axis.kernel, axis.stride, axis.before, axis.dilation, out)
        for axis, out in zip(left, sizes, strict=True)
    ):
        yield f"`rounding: ceil` gives {volume(list(dict.fromkeys(sizes)))} and reads them"
