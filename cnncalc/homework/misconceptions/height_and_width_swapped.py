from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import answer, shown
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    output = question.rows[-1].output if question.rows else None
    if output is None or len(output.spatial) < 2 or question.misfit:
        return
    *first, height, width = output.spatial
    value = answer(question, tuple(map(Fraction, (*first, width, height))))
    if value is not None:
        sizes = shown(question, output.spatial, output.channels) if question.ask == "output" else f"{height}x{width}"
        yield Slip(
            value, f"height and width have changed places; the height of {height} stands before the width of {width}, {sizes}"
        )


MISCONCEPTION = Misconception(
    code="K206",
    name="height-and-width-swapped",
    what="height and width have changed places",
    why="Sizes are given as height x width, rows before columns.",
    asks=frozenset({"output", "size", "legal"}),
    slips=_slips,
)
