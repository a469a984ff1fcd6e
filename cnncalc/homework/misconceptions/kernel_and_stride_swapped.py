from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> Window | None:
    swapped = window._replace(kernel=window.stride, stride=window.kernel)
    return swapped if window.kernel != window.stride else None


MISCONCEPTION = Misconception(
    code="K219",
    name="kernel-and-stride-swapped",
    what="kernel and stride have changed places",
    why="F is the size of the window, S the step by which it moves.",
    asks=SIZES,
    slips=axis_slips(_slip, "kernel and stride have changed places, {wrong}; each in its own, {right}"),
    rank=20,
)
