from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import SLIDING, Window


def _slip(window: Window) -> tuple[Fraction, str] | None:
    size = window.size + window.before + window.after
    written = f"({window.size}{window.pads('+')})" if window.padded else str(window.size)
    return Fraction(size, window.stride) + 1, f"{written}/{window.stride} + 1"


MISCONCEPTION = Misconception(
    code="K225",
    name="kernel-forgotten",
    what="the kernel is not taken off, (N + 2P)/S + 1",
    why="The whole window must stay inside: its first cell can stand in N + 2P - F + 1 places, not in all.",
    asks=SIZES,
    slips=axis_slips(_slip, "the kernel is not taken off, {wrong}; the whole window must stay inside, {right}", SLIDING),
    rank=20,
)
