from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import right
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    if question.misfit:
        yield Slip((), f"it is called legal; {right(question)}")


MISCONCEPTION = Misconception(
    code="K217",
    name="called-legal",
    what="a layer is called legal though its windows do not fit",
    why="(N + 2P - F)/S + 1 must be a whole number on every axis; a fraction means that the last window stands outside.",
    asks=frozenset({"legal"}),
    slips=_slips,
    rank=5,
)
