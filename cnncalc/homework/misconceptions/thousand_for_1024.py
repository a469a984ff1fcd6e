"""K301: a K, M or G of 1000 taken for one of 1024, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import MEMORY, OPERATIONS, PARAMETERS, count, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question

_LETTERS = "KMG"


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    for power, letter in enumerate(_LETTERS, 1):
        if truth is None or truth < 1000**power:
            return
        for meant, taken in ((1024, 1000), (1000, 1024)):
            units = truth / meant**power
            value = Fraction((units * taken**power + Fraction(1, 2)) // 1)  # counts are whole
            if value != truth:
                yield Slip(
                    value,
                    f"{letter} is mixed up: {plain(units)}{letter} with {letter} = {meant**power:,} is "
                    f"{written(question, truth)}, with {letter} = {taken**power:,} it is {plain(value)}",
                )


MISCONCEPTION = Misconception(
    "K301",
    "thousand-for-1024",
    "a number was counted in K, M or G of 1000 and put back with 1024, or the reverse",
    "K is 1000 or 1024; either will do, but the same one has to be used both ways. Ki, Mi and Gi always stand for 1024, 1024^2 "
    "and 1024^3.",
    OPERATIONS | MEMORY | PARAMETERS,
    _slips,
    rank=12,
    digits=3,
)
