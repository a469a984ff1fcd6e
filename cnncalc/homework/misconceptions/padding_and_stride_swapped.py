from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> Window | None:
    pad, stride = window.before, window.stride
    return window._replace(before=stride, after=stride, stride=pad) if pad == window.after and pad not in (0, stride) else None


MISCONCEPTION = Misconception(
    code="K239",
    name="padding-and-stride-swapped",
    what="padding and stride have changed places",
    why="P is what is added on each side, S the step of the window.",
    asks=SIZES,
    slips=axis_slips(_slip, "padding and stride have changed places, {wrong}; each in its own, {right}"),
    rank=20,
)
