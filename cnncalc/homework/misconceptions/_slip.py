"""What a misconception is: a slip that turns the right arithmetic into one exact wrong answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cnncalc.homework.question import Question, Value
    from cnncalc.homework.written import Number


class Slip(NamedTuple):
    """The wrong answer that a slip gives (exactly, of the question's form), and one sentence that says it with the numbers.

    The sentence is for the student: lower case, no full stop, its arithmetic ends in what would be right, as in
    "the bias is missing: each of the 10 filters has one, 750 + 10 = 760". `rank` is added to that of its misconception where
    this way of making it is rarer, as when a fraction has to be rounded besides. `when` looks at how the number is written,
    where the slip is in its unit: the value is that of the digits and the prefix alone, and may be a right one.
    """

    value: Value
    said: str
    rank: int = 0
    when: Callable[[Number], bool] | None = None


def in_bytes(number: Number) -> bool:
    """For `when`: bytes, or no unit."""
    return number.unit in ("", "B")


class Misconception(NamedTuple):
    """One slip. `slips` gives the wrong answers that it would lead to; none where the question leaves no room for it.

    It never gives an accepted answer: the detector drops those. `rank` orders those that explain a number equally: the
    lower, the likelier (10 a plain single slip, 20 a rare one, 30 two slips together). A slip that can give many numbers is
    near to any rounded one by chance: `digits` is how many an answer must have that is a rounding of one of them.
    """

    code: str
    name: str  # words of the code, as in `bias-forgotten`
    what: str  # one sentence, without its full stop
    why: str  # what is right, for the student: one to three sentences
    asks: frozenset[str]  # the quantities in whose answers it shows
    slips: Callable[[Question], Iterable[Slip]]
    rank: int = 10
    digits: int = 0
