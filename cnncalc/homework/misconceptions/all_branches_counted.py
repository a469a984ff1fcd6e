"""K417: weight layers of all branches, not of the longest path."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import count, plain
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    weighted = sum(row.facts.layer.weighted for row in question.rows if row.facts)
    if truth is None or weighted == truth:
        return
    yield Slip(
        Fraction(weighted),
        f"{weighted} are the convolutions and fully connected layers of all branches; on the longest path there are "
        f"{plain(truth)}",
    )


MISCONCEPTION = Misconception(
    "K417",
    "all-branches-counted",
    "the weight layers of all branches were counted",
    "The depth is the number of weight layers on the longest path from the input to the output; branches beside it add nothing.",
    frozenset({"weight_layers"}),
    _slips,
)
