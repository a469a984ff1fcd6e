from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> Window | None:
    return window._replace(before=2 * window.before, after=2 * window.after) if window.padded else None


MISCONCEPTION = Misconception(
    code="K213",
    name="padding-four-times",
    what="the padding of each side is counted twice, N + 4P - F",
    why="2P is the padding of both sides already.",
    asks=SIZES,
    slips=axis_slips(_slip, "the padding of each side is doubled, {wrong}; it is there once on each side, {right}"),
    rank=20,
)
