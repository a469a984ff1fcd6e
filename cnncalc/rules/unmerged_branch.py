"""L404: a branch that nobody merges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Label
from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._wasted import wasted

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L404",
    name="unmerged-branch",
    level="warning",
    what="nobody reads the end of a branch after `merge: none`",
    why="`merge: none` leaves the ends of the branches apart: each must be read with `from`, or named by a `concat`, "
    "`add` or `multiply` further down, unless it is the last entry and its branches are the network's outputs. A "
    "branch that is forgotten there is calculated for nothing, and its parameters count in every total.",
    example="""\
input: 32x32x3
layers:
  - branches:
      near: [{conv: {filters: 8, kernel: 1, activation: relu}}]
      far: [{conv: {filters: 8, kernel: 3, padding: 1, activation: relu}}]
      pool: [{maxpool: {kernel: 3, stride: 1, padding: 1}}]
    merge: none
  - concat: [near, far]
  - fc: 10
""",
    fix="merge the branch, or take it out",
    fixed="""\
input: 32x32x3
layers:
  - branches:
      near: [{conv: {filters: 8, kernel: 1, activation: relu}}]
      far: [{conv: {filters: 8, kernel: 3, padding: 1, activation: relu}}]
      pool: [{maxpool: {kernel: 3, stride: 1, padding: 1}}]
    merge: none
  - concat: [near, far, pool]
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """The last layer of each such branch."""
    unmerged = network.report.graph.trace.unmerged
    for waste in wasted(network) if unmerged else ():
        if waste.end in unmerged:
            name, branches = unmerged[waste.end]
            lost = f", which takes {waste.cost} for nothing" if waste.cost else ""
            message = f"nobody merges the branch `{name}`{lost}: `{waste.path}` is read nowhere"
            labels = (Label(branches.span, "`merge: none` leaves these branches apart"),)
            yield RULE.on(waste.span, message, "merge it, or take it out", labels=labels)._replace(layer=waste.path)
