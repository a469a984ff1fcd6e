"""Answers as people write them: what can be meant by a text, read without running anything of it."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple, TypeAlias

#: An answer before it is read: the text of a scalar, or a list of such.
Raw: TypeAlias = "str | list[Raw]"
#: Exact values of a tensor: a number, or rows of such.
Grid: TypeAlias = "Fraction | tuple[Grid, ...]"


class Unreadable(Exception):
    """An answer that cannot be read, which is not the same as wrong. `code` is K501 and following.

    `quoted` is the answer where the message only says that it is not what was expected: who knows the question can say
    better what is.
    """

    def __init__(self, code: str, message: str, quoted: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.quoted = code, message, quoted


class Number(NamedTuple):
    """A number as it was written: `34,944`, `35K`, `0.76k`, `2 1/3`, `7/3`, `93 MB`, `~60M`, `44.9 %`."""

    text: str
    value: Fraction  # the digits alone: 35 of `35K`
    places: int | None  # decimals of the digits, 0 for `35K`; None where nothing can have been rounded: `34,944`, `7/3`
    prefix: str = ""  # "", "K", "M", "G", "T", "P" (1000 or 1024), "Ki", "Mi", "Gi", "Ti", "Pi" (1024)
    unit: str = ""  # "", "B", "bit", "values", "parameters", "weights", "layers", "MAC", "FLOP", "%", "x" ...: as one is written
    approximate: bool = False  # `~`, `≈`, `about`

    @property
    def power(self) -> int:
        """That of 1000 or 1024 which the prefix stands for: 2 of `M`, 0 of none."""
        return "KMGTP".find(self.prefix[:1]) + 1 if self.prefix else 0


class Dims(NamedTuple):
    """Sizes: `32x32x10`, `(10, 32, 32)`, `55 x 55 x 96`, `32`; an entry may be a fraction."""

    text: str
    sizes: tuple[Fraction, ...]
    named: bool = False  # each by its axis: height, width, channels, whatever the order in which they were written


class Fit(NamedTuple):
    """`legal`, `illegal`, `does not fit`, `2.33`, `7/3 (illegal)`: whether a window fits, and a size where one was written."""

    text: str
    legal: bool | None  # None where only a number was written
    number: Number | None = None
    sizes: tuple[Fraction, ...] = ()  # `13x13x10`, where several sizes were written instead
    reasons: tuple[tuple[Fraction, ...], ...] = ()  # of each working beside the words, `yes, 28/2`, the sizes it can stand for


class Cells(NamedTuple):
    """Values cell by cell: `[[1, 10/3], [0, 2.33]]`, `1 2; 3 4`, or rows on lines. None for a cell that was left blank."""

    text: str
    rows: CellRows


CellRows: TypeAlias = "Number | tuple[CellRows, ...] | None"
Written: TypeAlias = Number | Dims | Fit | Cells
