from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import DEPTHS, maker
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    row = maker(question)
    if row is None or row.facts is None or row.kind != "flatten" or not row.facts.inputs[0].spatial or question.batch > 1:
        return
    shape = row.facts.inputs[0]
    sizes = "*".join(map(str, shape.spatial))
    all_of_it = f"{sizes}*{shape.channels} = {shape.elements}"
    for wrong, said in (
        (prod(shape.spatial), f"only one channel is flattened, {sizes} = {prod(shape.spatial)}"),
        (shape.channels, f"only the depth of {shape.channels} is counted"),
    ):
        value = Fraction(wrong)
        yield Slip(value if question.ask == "depth" else (value,), f"{said}; every value of the volume counts, {all_of_it}")


MISCONCEPTION = Misconception(
    code="K233",
    name="flatten-without-depth",
    what="the flattened vector lacks the depth, or the height and width",
    why="Flattening puts every value of the volume into one vector: height*width*depth of them.",
    asks=DEPTHS,
    slips=_slips,
)
