"""L107: an activation that clips the network's answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import SAME_VALUES, before, key_of
from cnncalc.rules._fusion import facts_of
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L107",
    name="output-activation",
    level="info",
    what="a relu clips the outputs of the last fully connected layer",
    why="Class scores are taken as they are: s = W2 max(0, W1 x) has no max around the last product (CS231n). Behind a relu no "
    "score is below 0, and where it clips no gradient comes back: an output that is clipped for every image never learns again. "
    "Most often `defaults: {fc: {activation: relu}}` put it there. It may stand where the outputs are quantities that cannot be "
    "negative, or features for another network.",
    example="""\
input: 32x32x3
defaults: {fc: {activation: relu}}
layers:
  - fc: 100
  - fc: 10
""",
    fix="give the last layer `activation: none`",
    fixed="""\
input: 32x32x3
defaults: {fc: {activation: relu}}
layers:
  - fc: 100
  - fc: {outputs: 10, activation: none}
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """The last fully connected layer. One alone is no classifier to judge, one as wide as its input gives features."""
    if network.report.totals.weight_layers < 2:
        return
    for row in network.rows:
        if row.kind in ("relu", "relu6") and _ends(network, row):
            first, _ = before(network, row, SAME_VALUES)
            if first is not None and first.kind == "fc" and facts_of(first).inputs[0].elements != facts_of(first).elements:
                message = f"the {facts_of(first).elements:,} outputs of `{first.path}`, the network's last, are never negative: "
                message += f"`{row.path}` clips them, and what is clipped has no gradient"
                labels = (Label(key_of(row), "clipped here"),) if key_of(row) != key_of(first) else ()
                yield RULE.at(first, message, "`activation: none` leaves scores as they are", labels=labels)


def _ends(network: Network, row: Row) -> bool:
    return not network.readers(row) and (network.is_output(row) or row.aux is not None)
