from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import SIZES, right
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Misfit

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    worked = "" if question.misfit else right(question)
    if worked:
        yield Slip(Misfit(()), f"it is called illegal; it fits, {worked}")


MISCONCEPTION = Misconception(
    code="K218",
    name="called-illegal",
    what="a layer is called illegal though its windows fit",
    why="Where (N + 2P - F)/S + 1 is a whole number on every axis, or the question says how it is rounded, the layer is legal.",
    asks=SIZES,
    slips=_slips,
    rank=5,
)
