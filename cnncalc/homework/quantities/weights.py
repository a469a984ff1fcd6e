"""`ask: weights`."""

from __future__ import annotations

from cnncalc.homework.quantities._counts import total, worked
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import do_they, place


def _answer(asked: Asked) -> Answered:
    text = f"{place(asked.about, asked.layout)}. How many weights {do_they(asked, 'have')}, without biases?"
    return Answered((truth(total(asked, "weights")),), worked(asked, "weights", "weights", "weights"), text)


QUANTITY = Quantity("weights", "number", "the weights, without biases", "layers", _answer)
