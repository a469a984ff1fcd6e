"""`ask: activations`."""

from __future__ import annotations

from cnncalc.homework.quantities._memory import not_counted, values, where, worked
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import for_images, place


def _answer(asked: Asked) -> Answered:
    text = f"{place(asked.about, asked.layout)}. How many values are in {where(asked)}{for_images(asked)}?{not_counted(asked)}"
    return Answered((truth(values(asked)),), worked(asked), text)


_WHAT = "the values of the output; of a network, of its input and all counted outputs"
QUANTITY = Quantity("activations", "number", _WHAT, "layers", _answer)
