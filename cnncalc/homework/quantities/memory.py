"""`ask: memory`."""

from __future__ import annotations

from cnncalc.homework.quantities._memory import not_counted, values, where, worked
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import for_images, place
from cnncalc.tensor import DTYPE_BYTES, human_bytes


def _answer(asked: Asked) -> Answered:
    each, count = DTYPE_BYTES[asked.dtype], values(asked)
    passes = 2 if asked.options.get("backward") == "true" else 1
    total = count * each * passes
    both = ", forward and backward" if passes > 1 else ", forward only"
    what = f"{'do' if asked.about.whole else 'does'} {where(asked)} take in {asked.dtype}{for_images(asked)}{both}"
    text = f"{place(asked.about, asked.layout)}. How many bytes {what}?{not_counted(asked)}"
    steps = [f"{count:,} values * {each} bytes = {count * each:,} bytes"]
    if passes > 1:
        steps.append(f"a gradient for each value: 2 * {count * each:,} = {total:,} bytes")
    return Answered((truth(total),), (*worked(asked), *steps, human_bytes(total)), text)


_WHAT = "the bytes of these values; with `backward: true` of their gradients too"
QUANTITY = Quantity("memory", "number", _WHAT, "layers", _answer, ("backward",))
