"""K242: the padding of both sides in place of that of one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._padding import sides
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    found = sides(question)
    if found is None:
        return
    said = f"{found.total} is the padding of both sides together"
    if found.before == found.after:
        yield Slip(Fraction(found.total), f"{said}; P is that of one side, {found.total}/2 = {found.before}")
    else:
        split = f"{found.before} and {found.after}"
        yield Slip(Fraction(found.total), f"{said}; a single number is put on each side, so write how it is split: {split}")


MISCONCEPTION = Misconception(
    "K242",
    "both-sides-together",
    "the padding of both sides together is given for that of one side",
    "A padding P is put on both sides, so that an axis gets 2P cells. What the size rule asks for in all is split between them.",
    frozenset({"padding"}),
    _slips,
)
