"""L211: pools padded by more than half their window, which PyTorch refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import on_axes, reads_zeros, span
from cnncalc.rules.padding_not_below_kernel import too_wide

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.layer_base import Axis

RULE = Rule(
    code="L211",
    name="pool-padding",
    level="warning",
    what="a pool is padded by more than half its window",
    why="PyTorch does not run such a pool: `pad should be at most half of effective kernel size`. At the edge its windows "
    "hold more padding than map, and neighbouring ones the same few cells: 3x3 padded by 2 at stride 1 turns 8 into 10 by "
    "taking the first cell once alone. A kernel of 3 needs a padding of 1 to keep the size.",
    example="""\
input: 8x8x16
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - maxpool: {kernel: 3, stride: 1, padding: 2}
  - fc: 10
""",
    fix="pad by at most half the kernel, or pad in a layer of its own (`pad`)",
    fixed="""\
input: 8x8x16
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - maxpool: {kernel: 3, stride: 1, padding: 1}
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Padding from more than half the kernel up to below it; the wider ones are L203's."""
    for row in reads_zeros(network):
        facts: Any = row.facts
        if row.kind in ("maxpool", "avgpool") and not any(map(too_wide, facts.axes)):
            told = on_axes([_told(axis) for axis in facts.axes])
            if told:
                most = min(span(axis) // 2 for axis in facts.axes if _told(axis))
                yield RULE.at(row, told, f"pad by at most {most}", option="padding")


def _told(axis: Axis) -> str:
    widest = max(axis.before, axis.after)
    if 2 * widest <= span(axis):
        return ""
    dilated = f", {span(axis):,} wide with dilation {axis.dilation:,}" if axis.dilation > 1 else ""
    return f"padding {widest:,} is more than half of the kernel of {axis.kernel:,}{dilated}, which PyTorch refuses"
