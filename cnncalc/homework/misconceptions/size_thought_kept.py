from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import SIZES, answer, asked, listed, right
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    first, last = question.rows[0].facts, question.rows[-1].output
    if first is None or last is None or not last.spatial or len(first.inputs[0].spatial) != len(last.spatial):
        return
    kept = tuple(map(Fraction, first.inputs[0].spatial))
    value = answer(question, kept)
    if value is not None:
        worked = right(question) or listed(asked(question, tuple(map(Fraction, last.spatial))))
        yield Slip(value, f"the output is taken to be as large as the input, {listed(asked(question, kept))}; it is {worked}")


MISCONCEPTION = Misconception(
    code="K214",
    name="size-thought-kept",
    what="the output is taken to be as large as the input",
    why="A window keeps the size only at stride 1 with a padding of (F - 1)/2 on each side.",
    asks=SIZES,
    slips=_slips,
)
