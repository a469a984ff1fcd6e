from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> tuple[Fraction, str] | None:
    written = window.written().replace(f"({window.size} - 1)", str(window.size), 1)
    return (window.exact() + window.stride, written) if window.transposed else None


MISCONCEPTION = Misconception(
    code="K224",
    name="minus-one-forgotten",
    what="the - 1 of a transposed convolution is missing, N*S for (N - 1)*S",
    why="The windows of N cells stand S apart, so the last begins (N - 1)*S after the first.",
    asks=SIZES,
    slips=axis_slips(_slip, "the - 1 is missing, {wrong}; there is one gap less than there are cells, {right}"),
)
