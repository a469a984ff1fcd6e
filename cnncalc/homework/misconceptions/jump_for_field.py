"""K406: the step between cells where the receptive field is asked, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    field = question.rows[-1].field if question.rows else None
    found = field.to_dict() if field is not None and field.axes else {}
    if not found or found["size"] == found["stride"]:
        return
    size, step = ("x".join(map(str, found[figure])) for figure in ("size", "stride"))
    if question.ask == "field":
        yield Slip(
            tuple(map(Fraction, found["stride"])), f"{step} is the step from one value to the next; each of them sees {size}"
        )
    else:
        yield Slip(
            tuple(map(Fraction, found["size"])),
            f"{size} is the receptive field; from one value to the next it moves on by {step}",
        )


MISCONCEPTION = Misconception(
    "K406",
    "jump-for-field",
    "the step between neighbouring values was given for the receptive field, or the receptive field for the step",
    "The receptive field is how many pixels one value sees; the step, the product of the strides, is how far the fields of "
    "neighbouring values lie apart.",
    frozenset({"field", "jump"}),
    _slips,
)
