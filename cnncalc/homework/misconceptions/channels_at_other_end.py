from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import shown
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    output = question.rows[-1].output if question.rows else None
    if output is None or not output.spatial or question.misfit or question.batch > 1:
        return
    first = question.layout == "chw"
    turned = (*output.spatial, output.channels) if first else (output.channels, *output.spatial)
    order = "the depth comes first" if first else "the depth comes last"
    sizes = shown(question, output.spatial, output.channels)
    value = tuple(map(Fraction, turned))
    if value != question.truth:
        yield Slip(value, f"the depth stands at the wrong end; here {order}, {sizes}")


MISCONCEPTION = Misconception(
    code="K221",
    name="channels-at-other-end",
    what="the depth stands at the other end than the question's sizes have it",
    why=(
        "Either order is accepted where it cannot be mistaken; where the depth equals one of the sizes, only the order of "
        "the question says which is meant."
    ),
    asks=frozenset({"output"}),
    slips=_slips,
)
