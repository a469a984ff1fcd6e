from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import COUNTS, SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> Window | None:
    return window._replace(before=0, after=0) if window.padded else None


MISCONCEPTION = Misconception(
    code="K209",
    name="padding-forgotten",
    what="the padding is left out",
    why="Padding makes the input larger before the window moves: N + 2P in place of N.",
    asks=SIZES | COUNTS,
    slips=axis_slips(_slip, "the padding is left out, {wrong}; with it, {right}"),
)
