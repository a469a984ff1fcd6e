"""K310: the network's input left out of what is held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import MEMORY, parts, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    found = parts(question)
    if found and found[0].kind == "input":
        rest = sum(part.value for part in found[1:])
        right = written(question, rest + found[0].value)
        yield Slip(Fraction(rest), f"the input is missing: {plain(rest)} + {plain(found[0].value)} = {right}")


MISCONCEPTION = Misconception(
    "K310",
    "input-left-out",
    "the network's input is missing from the sum of all values",
    "The input has to be held in memory as the outputs of all layers have; the sum begins with it.",
    MEMORY,
    _slips,
    rank=8,
)
