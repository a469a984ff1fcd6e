"""L403: a layer whose output nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._wasted import Wasted, wasted

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L403",
    name="unread-layer",
    level="warning",
    what="nobody reads a layer's output, and it is no output of the network",
    why="What leaves the network is the output of the last entry (of every branch after a last `merge: none`, and of side "
    "heads). A layer from which no way leads there is calculated for nothing: its parameters never learn, yet they "
    "count in every total. Mostly an entry behind it reads `from` another layer than was meant.",
    example="""\
input: 32x32x3
layers:
  - {name: a, conv: {filters: 8, kernel: 3, activation: relu}}
  - {name: b, conv: {filters: 16, kernel: 3, activation: relu}}
  - {name: c, from: a, conv: {filters: 32, kernel: 3, activation: relu}}
  - fc: 10
""",
    fix="read it, take it out, or make it an output: in `aux`, or in a branch of a last `branches` with `merge: none`",
    fixed="""\
input: 32x32x3
layers:
  - {name: a, conv: {filters: 8, kernel: 3, activation: relu}}
  - {name: b, conv: {filters: 16, kernel: 3, activation: relu}}
  - {name: c, from: b, conv: {filters: 32, kernel: 3, activation: relu}}
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Each end of what is calculated for nothing; those of branches are L404's."""
    unmerged = network.report.graph.trace.unmerged
    for waste in wasted(network):
        if waste.end not in unmerged:
            message = f"nobody reads the output of `{waste.path}`, and it is no output of the network: {_lost(waste)}"
            help = ("read it with `from`, or take it out", "`aux` and a last `merge: none` make it an output")
            yield RULE.on(waste.span, message, *help)._replace(layer=waste.path)


def _lost(waste: Wasted) -> str:
    cost, rows = waste.cost, waste.rows
    if not waste.is_entry:
        taken = f"take {cost}" if cost else "are calculated"
        return f"{len(rows):,} layers, `{rows[0].path}` to `{rows[-1].path}`, {taken} for nothing"
    return f"it takes {cost} for nothing" if cost else "it is calculated for nothing"
