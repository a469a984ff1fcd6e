"""K243: an odd padding halved, half a cell a side."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import plain
from cnncalc.homework.misconceptions._padding import sides
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    found = sides(question)
    if found is not None and found.total % 2:
        half = Fraction(found.total, 2)
        split = f"{found.before} on one side and {found.after} on the other"
        yield Slip(half, f"half a cell: {found.total}/2 = {plain(half)} a side cannot be; of {found.total} cells put {split}")


MISCONCEPTION = Misconception(
    "K243",
    "half-a-cell",
    "an odd number of cells of padding is halved, half a cell on each side",
    "There are no half cells. Where an odd number is to be padded, one side gets a cell more than the other.",
    frozenset({"padding"}),
    _slips,
)
