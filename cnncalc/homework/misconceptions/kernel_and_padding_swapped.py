from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import COUNTS, SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import KINDS, Window


def _slip(window: Window) -> Window | None:
    pad, kernel = window.before, window.kernel
    return window._replace(kernel=pad, before=kernel, after=kernel) if pad == window.after and pad not in (0, kernel) else None


MISCONCEPTION = Misconception(
    code="K205",
    name="kernel-and-padding-swapped",
    what="kernel and padding have changed places",
    why="F is the size of the window and is taken off once; P is what is added on each side.",
    asks=SIZES | COUNTS,
    slips=axis_slips(_slip, "kernel and padding have changed places, {wrong}; each in its own, {right}", KINDS),
    rank=20,
)
