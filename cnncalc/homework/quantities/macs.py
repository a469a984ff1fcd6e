"""`ask: macs`."""

from __future__ import annotations

from cnncalc.homework.quantities._counts import total, worked
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import do_they, for_images, place


def _answer(asked: Asked) -> Answered:
    text = f"{place(asked.about, asked.layout)}. How many multiply-adds {do_they(asked, 'take')}{for_images(asked)}?"
    return Answered((truth(total(asked, "macs")),), worked(asked, "macs", "multiply-adds", "macs"), text)


QUANTITY = Quantity("macs", "number", "the multiply-adds of the weights", "layers", _answer)
