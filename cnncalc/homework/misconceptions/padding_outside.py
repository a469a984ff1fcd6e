from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import SLIDING, Window


def _slip(window: Window) -> tuple[Fraction, str] | None:
    if window.stride == 1 or not window.padded:
        return None
    bare = window._replace(before=0, after=0)
    return bare.exact() + window.before + window.after, bare.written() + window.pads("+")


MISCONCEPTION = Misconception(
    code="K229",
    name="padding-outside",
    what="the padding is added after the division, (N - F)/S + 1 + 2P",
    why="The window moves over the padding too, S cells at a time: it is added before the division.",
    asks=SIZES,
    slips=axis_slips(_slip, "the padding is added after the division, {wrong}; the window moves over it too, {right}", SLIDING),
    rank=20,
)
