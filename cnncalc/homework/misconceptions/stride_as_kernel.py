from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import POOLS, Window


def _slip(window: Window) -> Window | None:
    return window._replace(stride=window.kernel) if window.stride != window.kernel else None


MISCONCEPTION = Misconception(
    code="K240",
    name="stride-as-kernel",
    what="the windows of a pool are taken to lie side by side, S = F",
    why="Pools may overlap: the window moves by its stride, which need not be its size.",
    asks=SIZES,
    slips=axis_slips(_slip, "the windows are laid side by side, {wrong}; they move by the stride, {right}", POOLS),
    rank=20,
)
