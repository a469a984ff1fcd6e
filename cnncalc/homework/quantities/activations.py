"""`ask: activations`."""

from __future__ import annotations

from cnncalc.homework.quantities._memory import values, worked
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import place


def _answer(asked: Asked) -> Answered:
    where = "in its input and all outputs" if asked.about.whole else "in its output"
    text = f"{place(asked.about, asked.layout)}. How many values are {where}?"
    return Answered((truth(values(asked)),), worked(asked), text)


_WHAT = "the values of the output; of a network, of its input and all counted outputs"
QUANTITY = Quantity("activations", "number", _WHAT, "layers", _answer)
