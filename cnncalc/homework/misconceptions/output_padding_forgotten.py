from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> Window | None:
    return window._replace(extra=0) if window.extra else None


MISCONCEPTION = Misconception(
    code="K230",
    name="output-padding-forgotten",
    what="the output padding of a transposed convolution is left out",
    why="`output_padding` adds rows and columns at the end of the output.",
    asks=SIZES,
    slips=axis_slips(_slip, "the output padding is left out, {wrong}; with it, {right}"),
)
