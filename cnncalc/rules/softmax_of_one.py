"""L111: a softmax over one value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._fusion import facts_of
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L111",
    name="softmax-of-one",
    level="warning",
    what="a softmax over one value gives 1 for every image",
    why="Softmax is e^s/(sum of e^s) over the channels: of one channel it is e^s/e^s = 1, whatever the score, and its gradient "
    "is 0. The network answers the same for every image and cannot learn. Two classes need two scores and a softmax, or one "
    "score and a sigmoid: sigmoid(s) is the softmax of s and 0.",
    example="""\
input: 32x32x3
layers:
  - fc: {outputs: 100, activation: relu}
  - fc: 1
  - softmax
""",
    fix="use a sigmoid for one score, or one output a class",
    fixed="""\
input: 32x32x3
layers:
  - fc: {outputs: 100, activation: relu}
  - fc: 1
  - sigmoid
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Each softmax of one channel."""
    for row in network.rows:
        if row.kind == "softmax" and facts_of(row).output.channels == 1:
            places = facts_of(row).elements
            gives = "its output is 1" if places == 1 else f"all {places:,} values of its output are 1"
            message = f"`{row.path}` is taken over one channel: {gives} for every image"
            yield RULE.at(row, message, "a `sigmoid` makes a probability of one score")
