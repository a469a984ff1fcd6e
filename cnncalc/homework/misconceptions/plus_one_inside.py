from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import SLIDING, Window


def _slip(window: Window) -> tuple[Fraction, str] | None:
    if window.stride == 1:
        return None
    room = window.size + window.before + window.after - window.span
    return Fraction(room + 1, window.stride), f"({window.size}{window.pads('+')} - {window.wide()} + 1)/{window.stride}"


MISCONCEPTION = Misconception(
    code="K228",
    name="plus-one-inside",
    what="the + 1 is put inside the division, (N + 2P - F + 1)/S",
    why="The room for the window's steps is divided by the stride first; the first place is added after that.",
    asks=SIZES,
    slips=axis_slips(_slip, "the + 1 stands inside the division, {wrong}; it comes after it, {right}", SLIDING),
    rank=20,
)
