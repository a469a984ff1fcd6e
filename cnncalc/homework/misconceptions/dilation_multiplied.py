from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> tuple[Fraction, str] | None:
    if window.dilation == 1:
        return None
    wide = window.dilation * window.kernel
    written = window.written().replace(window.wide(), f"{window.dilation}*{window.kernel}", 1)
    wider = Fraction(wide - window.span)
    return window.exact() + (wider if window.transposed else -wider / window.stride), written


MISCONCEPTION = Misconception(
    code="K241",
    name="dilation-multiplied",
    what="a dilated window is taken to be d*F wide",
    why="Dilation puts d - 1 gaps between the F cells of a window: it is d*(F - 1) + 1 wide.",
    asks=SIZES,
    slips=axis_slips(_slip, "the window is taken to be d*F wide, {wrong}; there are gaps only between its cells, {right}"),
    rank=20,
)
