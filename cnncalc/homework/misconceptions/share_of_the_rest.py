"""K415: the share of the other layers, or the part over the rest."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import rounded
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = question.truth
    if not isinstance(truth, Fraction) or not 0 < truth < 100:
        return
    rest, over = 100 - truth, 100 * truth / (100 - truth)
    yield Slip(rest, f"{rounded(rest)} % is what all other layers have: 100 - {rounded(rest)} = {rounded(truth)} %")
    yield Slip(over, f"the part is divided by the rest, {rounded(over)} %; of the whole it is {rounded(truth)} %")


MISCONCEPTION = Misconception(
    "K415",
    "share-of-the-rest",
    "the share is that of all other layers, or the part was divided by the rest",
    "A share is the part divided by the whole, the part itself included.",
    frozenset({"share"}),
    _slips,
)
