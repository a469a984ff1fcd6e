from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import unread
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    cells, worked = unread(question)
    if any(cells):
        yield Slip((Fraction(0),) * len(cells), f"every cell is taken to be read; {worked}")


MISCONCEPTION = Misconception(
    code="K237",
    name="unread-thought-none",
    what="every row and column is taken to be read",
    why="Rounding down leaves out the windows that would stand outside; what only they would read is read by none.",
    asks=frozenset({"unread"}),
    slips=_slips,
)
