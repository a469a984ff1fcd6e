from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> tuple[Fraction, str] | None:
    if window.stride == 1:
        return None
    if window.transposed:
        return Fraction(window.size * window.stride), f"{window.size}*{window.stride}"
    return Fraction(window.size, window.stride), f"{window.size}/{window.stride}"


MISCONCEPTION = Misconception(
    code="K226",
    name="size-only-scaled",
    what="the size is only divided by the stride, or multiplied in a transposed convolution",
    why="The stride divides the room for the window's steps, N + 2P - F; that is N/S only where the padding makes it so.",
    asks=SIZES,
    slips=axis_slips(_slip, "only the stride is used, {wrong}; kernel and padding count too, {right}"),
)
