from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.tensor import AXIS_NAMES

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    output = question.rows[-1].output if question.rows else None
    if output is None or not output.spatial or question.misfit:
        return
    # of three spatial axes one is called depth too
    names = AXIS_NAMES[len(output.spatial)]
    sizes = dict(zip(names, output.spatial, strict=True)) | {"depth": output.channels}
    for size in dict.fromkeys(sizes.values()):
        if size != sizes[question.ask]:
            found = " and ".join(name for name in sizes if sizes[name] == size)
            yield Slip(Fraction(size), f"{size} is the {found} of the output; its {question.ask} is {sizes[question.ask]}")


MISCONCEPTION = Misconception(
    code="K222",
    name="other-axis",
    what="another size of the output is given than the one that is asked for",
    why="An output has a height, a width and a depth; each is worked out by itself.",
    asks=frozenset({"height", "width", "length", "depth"}),
    slips=_slips,
)
