from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import COUNTS, SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> Window | None:
    return window._replace(after=0) if window.before and window.after else None


MISCONCEPTION = Misconception(
    code="K201",
    name="padding-once",
    what="the padding is counted on one side only, N + P - F",
    why="Padding is added on both sides of an axis, so the window has N + 2P cells to move on.",
    asks=SIZES | COUNTS,
    slips=axis_slips(_slip, "the padding is counted once, {wrong}; it stands on both sides, {right}"),
)
