"""`ask: macs`."""

from __future__ import annotations

from cnncalc.homework.quantities._counts import total, worked
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import place


def _answer(asked: Asked) -> Answered:
    text = f"{place(asked.about, asked.layout)}. How many multiply-adds does it take{_images(asked)}?"
    return Answered((truth(total(asked, "macs")),), worked(asked, "macs", "multiply-adds", "macs"), text)


def _images(asked: Asked) -> str:
    return f" for a batch of {asked.batch} images" if asked.batch > 1 else ""


QUANTITY = Quantity("macs", "number", "the multiply-adds of the weights", "layers", _answer)
