"""`ask: flops`."""

from __future__ import annotations

from cnncalc.homework.quantities._counts import total, worked
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import place


def _answer(asked: Asked) -> Answered:
    macs = total(asked, "macs")
    images = f" for a batch of {asked.batch} images" if asked.batch > 1 else ""
    text = f"{place(asked.about, asked.layout)}. How many FLOPs does it take{images} (2 for each multiply-add)?"
    steps = (*worked(asked, "macs", "multiply-adds", "macs"), f"FLOPs = 2 x {macs:,} = {2 * macs:,}")
    return Answered((truth(2 * macs),), steps, text)


QUANTITY = Quantity("flops", "number", "the FLOPs: 2 for each multiply-add", "layers", _answer)
