"""K411: a ratio upside down."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import rounded
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = question.truth
    if isinstance(truth, Fraction) and truth > 0:
        said = f"the ratio is upside down: 1/{rounded(1 / truth)} = {rounded(truth)}"
        yield Slip(1 / truth, said)
        yield Slip(100 / truth, f"{said}, no percentage either")


MISCONCEPTION = Misconception(
    "K411",
    "ratio-inverted",
    "the ratio is upside down",
    "How many times as many a network has as another is its own figure divided by the other's.",
    frozenset({"ratio"}),
    _slips,
)
