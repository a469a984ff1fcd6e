"""K313: one layer's figure added twice."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import MEMORY, OPERATIONS, PARAMETERS, by_size, parts, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question

_MOST = 8  # of the largest figures; who adds a small one twice is nearly right


def _slips(question: Question) -> Iterator[Slip]:
    found = parts(question)
    right = sum(part.value for part in found)
    for more, names in by_size(found, _MOST):
        value = right + more
        yield Slip(Fraction(value), f"{names} is counted twice: {plain(value)} - {plain(more)} = {written(question, right)}")


MISCONCEPTION = Misconception(
    "K313",
    "part-counted-twice",
    "one layer is in the sum twice",
    "Every layer goes into the sum once.",
    OPERATIONS | MEMORY | PARAMETERS,
    _slips,
    digits=3,
)
