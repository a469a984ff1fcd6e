from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import SLIDING, Window


def _slip(window: Window) -> Window | None:
    pad = (window.span - 1) // 2
    return window._replace(before=pad, after=pad) if window.span % 2 and window.stride > 1 else None


MISCONCEPTION = Misconception(
    code="K223",
    name="same-padding-assumed",
    what="the layer is taken to be padded by (F - 1)/2 on each side",
    why="Only the padding that the layer says is there; (F - 1)/2 would keep the size at stride 1.",
    asks=SIZES,
    slips=axis_slips(_slip, "a padding of (F - 1)/2 is assumed, {wrong}; with the layer's own, {right}", SLIDING),
    rank=20,
)
