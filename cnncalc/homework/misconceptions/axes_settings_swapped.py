from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.misconceptions._shapes import SIZES, row_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(windows: list[Window]) -> list[Window | tuple[Fraction, str] | None]:
    if len(windows) != 2:
        return [None] * len(windows)
    height, width = windows
    swapped = [width._replace(size=height.size), height._replace(size=width.size)]
    return [other if other != own else None for own, other in zip(windows, swapped, strict=True)]


MISCONCEPTION = Misconception(
    code="K235",
    name="axes-settings-swapped",
    what="each axis is worked with the kernel, stride or padding of the other",
    why="Settings are given as height, width; each axis is worked with its own.",
    asks=SIZES,
    slips=row_slips(_slip, "the two axes are worked with each other's settings, {wrong}; each with its own, {right}"),
    rank=20,
)
