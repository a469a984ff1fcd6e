"""`ask: jump`."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.quantities._worked import place
from cnncalc.homework.question import Truth


def _answer(asked: Asked) -> Answered:
    row = asked.about.rows[-1]
    if row.field is None or not row.field.axes:
        raise Refused("K603", "there is no step to ask for: the input has no spatial axes, or it is not known")
    found = tuple(Fraction(step) for step in row.field.to_dict()["stride"])
    text = f"{place(asked.about, asked.layout)}. How many pixels of the input apart are neighbouring values of the output?"
    return Answered((Truth(found),), (f"the strides up to here multiply to {' x '.join(map(str, found))}",), text)


QUANTITY = Quantity("jump", "sizes", "the step between neighbouring values, in pixels of the input", "layers", _answer)
