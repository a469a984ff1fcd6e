"""K419: how much more or less, where the ratio is asked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import rounded
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = question.truth
    if not isinstance(truth, Fraction) or truth <= 0:
        return
    more, fewer = truth - 1, 1 - 1 / truth
    for value, words in ((more, "how many times more"), (fewer, "the share that the other has fewer")):
        for scale, unit in ((1, ""), (100, " %")) if value > 0 else ():
            yield Slip(value * scale, f"{rounded(value * scale)}{unit} is {words}; the ratio is {rounded(truth)}")


MISCONCEPTION = Misconception(
    "K419",
    "ratio-as-increase",
    "the difference was given, not the ratio",
    "Twice as many is a ratio of 2, though it is only once as many more, and the other has half less.",
    frozenset({"ratio"}),
    _slips,
    rank=12,
)
