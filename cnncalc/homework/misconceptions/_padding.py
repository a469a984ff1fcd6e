"""What the slips about a padding that is to be found share: the one padding that fits, and how it is written."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


class Sides(NamedTuple):
    """The padding before and after, and the size rule with it put in."""

    before: int
    after: int
    arithmetic: str

    @property
    def total(self) -> int:
        return self.before + self.after


def sides(question: Question) -> Sides | None:
    """The padding where there is but one that fits, and it is not 0; of many, a number says nothing about how it was found."""
    value = question.truth
    if len(question.truths) > 1 or question.problem is None:
        return None
    pair = (value, value) if isinstance(value, Fraction) else value
    if len(pair) != 2 or not all(isinstance(side, Fraction) for side in pair) or not any(pair):
        return None
    before, after = (int(side) for side in pair)  # type: ignore[arg-type]  # Fractions, as was just looked at
    return Sides(before, after, question.solution[0])
