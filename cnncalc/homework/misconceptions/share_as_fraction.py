"""K412: a share as a fraction where percent are asked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import rounded
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = question.truth
    if isinstance(truth, Fraction) and truth > 0:
        share = truth / 100
        yield Slip(share, f"{rounded(share)} is the share as a fraction; in percent, 100*{rounded(share)} = {rounded(truth)} %")


MISCONCEPTION = Misconception(
    "K412",
    "share-as-fraction",
    "a fraction was given where percent are asked",
    "Percent are hundredths: 0.25 is 25 %.",
    frozenset({"share"}),
    _slips,
)
