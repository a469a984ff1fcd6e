from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.misconceptions._shapes import COUNTS, SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import SLIDING, Window


def _slip(window: Window) -> tuple[Fraction, str]:
    return window.exact() - 1, window.written().removesuffix(" + 1")


MISCONCEPTION = Misconception(
    code="K202",
    name="plus-one-forgotten",
    what="the last + 1 of the size is missing",
    why="(N + 2P - F)/S counts the steps of the window. It stands in one place more than it takes steps.",
    asks=SIZES | COUNTS,
    slips=axis_slips(_slip, "the + 1 is missing, {wrong}; the window's first place counts too, {right}", SLIDING),
)
