from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import shown, without_depth
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    output = question.rows[-1].output if question.rows else None
    if output is None or not output.spatial or question.misfit:
        return
    volume = shown(question, output.spatial, output.channels)
    said = f"the depth is left out; with the depth of {output.channels}, the output is {volume}"
    yield from (Slip(sizes, said) for sizes in without_depth(tuple(map(Fraction, output.spatial))))


MISCONCEPTION = Misconception(
    code="K212",
    name="depth-left-out",
    what="the sizes are right, but the depth is left out",
    why="An output is a volume: height x width x depth, and it is as deep as there are filters or channels.",
    asks=frozenset({"output"}),
    slips=_slips,
)
