"""Shapes and bytes."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

#: Bytes of one value.
DTYPE_BYTES = {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2, "int8": 1}

#: What the spatial axes are called, by their number.
AXIS_NAMES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}


class Shape(NamedTuple):
    """One image's volume: channels and spatial axes (height, width); a vector has no spatial axes."""

    channels: int
    spatial: tuple[int, ...] = ()

    @property
    def elements(self) -> int:
        return prod(self.spatial) * self.channels

    def dims(self) -> list[int]:
        """Channels first, as arrays and the JSON report hold them."""
        return [self.channels, *self.spatial]

    def __str__(self) -> str:
        """As volumes are printed in the lectures: height x width x channels."""
        return "x".join(map(str, (*self.spatial, self.channels)))


def volume(sizes: tuple[int, ...]) -> Shape:
    """Sizes as they are printed, height x width x channels."""
    return Shape(sizes[-1], tuple(sizes[:-1]))


def human_bytes(count: int) -> str:
    """Bytes in decimal and binary units, both named: `60.95 MB = 58.13 MiB`."""
    if count < 1000:
        return f"{count} B"
    power = 1
    while power < 6 and count >= 1000 ** (power + 1):
        power += 1
    letter = "kMGTPE"[power - 1]
    binary = "KMGTPE"[power - 1]
    return f"{count / 1000**power:,.2f} {letter}B = {count / 1024**power:,.2f} {binary}iB"
