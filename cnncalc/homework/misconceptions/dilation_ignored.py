from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> Window | None:
    return window._replace(dilation=1) if window.span > window.kernel else None


MISCONCEPTION = Misconception(
    code="K211",
    name="dilation-ignored",
    what="the dilation is left out",
    why="With dilation d the cells of the window lie d apart: it is d*(F - 1) + 1 wide.",
    asks=SIZES,
    slips=axis_slips(_slip, "the dilation is left out, {wrong}; with it the window is wider, {right}"),
)
