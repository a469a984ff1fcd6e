"""One printed figure: what it says, and the verdict on it."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from cnncalc.homework.reading import read_number
from cnncalc.homework.tables.parts import Part
from cnncalc.homework.tables.source import Column, Line
from cnncalc.homework.written import Number

STATUSES = ("exact", "rounded", "differs", "unread")
#: Status -> the mark behind a figure.
MARKS = {"exact": "✓", "rounded": "≈", "differs": "✗", "unread": "?"}
#: Bytes of a value, where a figure is printed in bytes: float32.
VALUE_BYTES = 4


class Verdict(NamedTuple):
    """`words` say which rounding and which convention; `reasons` why a figure does not reproduce, line by line."""

    printed: str
    status: str  # one of STATUSES
    value: Fraction | tuple[int, ...] | str | None  # the network's figure, as far as there is one
    words: str = ""
    reasons: tuple[str, ...] = ()


class Cell(NamedTuple):
    """A printed figure, what it is about (None where the network has no such layer), and the verdict once there is one."""

    line: Line
    column: Column
    printed: str
    part: Part | None
    verdict: Verdict | None = None

    @property
    def number(self) -> Number:
        """The number, with the unit of its heading where it has none of its own. Raises Unreadable."""
        unit = self.column.unit
        has_own = re.search("[A-Za-z%]", re.sub("(?i)about|approx[a-z]*|ca|circa", "", self.printed))
        return _read(self.printed + unit if unit and not has_own else self.printed)


@lru_cache(maxsize=16_384)
def _read(text: str) -> Number:
    """A table prints the same figure often, and each is read for itself and for those beside it: a third less to do."""
    return read_number(text)


def in_bytes(number: Number) -> bool:
    """Whether a number counts bytes or bits, not values."""
    return number.unit in ("B", "bit")


def shown(column: Column, value: Fraction | tuple[int, ...] | str | None) -> str:
    """The network's figure as it is printed: `163,328`, `28x28x256`, `7x7/2`; nothing where there is none."""
    if isinstance(value, Fraction):
        return f"{value.numerator:,}"
    if isinstance(value, tuple):
        window = column.figure.form == "window"
        return "x".join(map(str, value[:-1] if window else value)) + (f"/{value[-1]}" if window else "")
    return value or ""
