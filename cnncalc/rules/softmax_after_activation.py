"""L104: scores that an activation clips or squashes before they become probabilities."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import SAME_VALUES, before, key_of, told_at
from cnncalc.rules._fusion import facts_of
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L104",
    name="softmax-after-activation",
    level="warning",
    what="an activation clips or squashes the scores before softmax or sigmoid makes probabilities of them",
    why="Softmax and sigmoid take scores of any size and sign (CS231n: the unnormalised log probabilities). Behind a relu no "
    "score is below 0: no class can be told to be unlikely, and where the relu clips, no gradient comes back. Behind a sigmoid "
    "all scores lie between 0 and 1, so with K classes the surest answer has e/(e + K - 1): 0.23 of 10 classes, 0.003 of 1,000. "
    "Behind tanh it is e^2/(e^2 + K - 1).",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - fc: {outputs: 10, activation: relu}
  - softmax
""",
    fix="take the activation of the last layer away",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - fc: 10
  - softmax
""",
)

#: Kinds that bound their output: how far apart two scores can be.
_SPREAD = {"relu6": 6.0, "sigmoid": 1.0, "hardsigmoid": 1.0, "tanh": 2.0}


def check(network: Network) -> Iterator[Diagnostic]:
    """The activation before the softmax or sigmoid."""
    for row in network.rows:
        if row.kind in ("softmax", "sigmoid", "hardsigmoid"):
            first, _ = before(network, row, SAME_VALUES)
            if first is not None and (effect := _effect(first, row)):
                message = f"`{first.path}` stands between the scores and `{row.path}`: {effect}"
                labels = (Label(key_of(row), "probabilities are made here"),)
                yield RULE.at(told_at(network, first), message, "let the scores arrive as they are", labels=labels)


def _effect(first: Row, second: Row) -> str:
    """What the activation does to the probabilities; empty where it may stand there."""
    if second.kind != "softmax":
        if first.kind not in ("relu", "relu6"):
            return ""
        return f"no score is below 0, so that nothing that `{second.path}` gives is below 0.5"
    if first.kind == "relu":
        return "every score below 0 becomes 0, so that its class is as likely as any other of those and learns nothing"
    classes, spread = facts_of(second).output.channels, _SPREAD.get(first.kind)
    if spread is None or classes < 2:
        return ""
    most = exp(spread) / (exp(spread) + classes - 1)
    low, high = (-1, 1) if first.kind == "tanh" else (0, int(spread))
    return f"all scores lie between {low} and {high}, so that no class of {classes:,} gets more than {most:.3g}"
