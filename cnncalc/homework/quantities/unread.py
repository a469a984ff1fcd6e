"""`ask: unread`."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.quantities._worked import axes, place, rounding_in_words
from cnncalc.homework.question import Truth


def _answer(asked: Asked) -> Answered:
    row = asked.about.rows[0]
    if asked.about.whole or row.facts is None or not row.facts.axes:
        raise Refused("K603", "`unread` asks about one layer with a window")
    text = f"{_place(asked)}. How many rows and columns of the input does no window read?"
    lines = []
    for name, axis in zip(axes(row), row.facts.axes, strict=True):
        used = f"{axis.out} windows of {axis.kernel}, {axis.stride} apart"
        lines.append(f"{name}: {used}, leave {axis.unread} of {axis.size} unread")
    return Answered((Truth(tuple(Fraction(axis.unread) for axis in row.facts.axes)),), tuple(lines), text)


def _place(asked: Asked) -> str:
    """The layer and how it rounds, which is down where the key lets it not fit."""
    said, row = place(asked.about, asked.layout), asked.about.rows[0]
    how = rounding_in_words(row) or "rounding down"  # so does the report of one that does not fit
    return said if f"{how}, reads" in said else f"{said}, {how}"


QUANTITY = Quantity("unread", "sizes", "the rows and columns that no window reads", "layers", _answer)
