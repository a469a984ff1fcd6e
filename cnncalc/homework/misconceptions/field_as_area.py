"""K407: the area of a receptive field where its sides are asked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod

from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = question.truth
    if isinstance(truth, tuple) and len(truth) > 1 and all(isinstance(side, Fraction) for side in truth):
        sides = [side for side in truth if isinstance(side, Fraction)]
        area, shown = prod(sides, start=Fraction(1)), "x".join(map(str, sides))
        if area != sides[0]:
            yield Slip((area,) * len(sides), f"{shown} = {area} is the number of pixels; the receptive field is {shown}")


MISCONCEPTION = Misconception(
    "K407",
    "field-as-area",
    "the number of pixels of the receptive field was given for its sides",
    "A receptive field is told by its sides, height x width.",
    frozenset({"field"}),
    _slips,
)
