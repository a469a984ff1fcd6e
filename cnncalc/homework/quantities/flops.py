"""`ask: flops`."""

from __future__ import annotations

from cnncalc.homework.quantities._counts import total, worked
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import do_they, for_images, place


def _answer(asked: Asked) -> Answered:
    macs = total(asked, "macs")
    taken = f"{do_they(asked, 'take')}{for_images(asked)}"
    text = f"{place(asked.about, asked.layout)}. How many FLOPs {taken} (2 for each multiply-add)?"
    steps = (*worked(asked, "macs", "multiply-adds", "macs"), f"FLOPs = 2 x {macs:,} = {2 * macs:,}")
    return Answered((truth(2 * macs),), steps, text)


QUANTITY = Quantity("flops", "number", "the FLOPs: 2 for each multiply-add", "layers", _answer)
