"""K244: an odd padding halved and rounded, the same on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._padding import sides
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    found = sides(question)
    if found is None or found.total % 2 == 0:
        return
    split = f"{found.before} and {found.after}, {found.arithmetic}"
    for half, word in ((found.total // 2, "down"), (found.total // 2 + 1, "up")):
        put = f"that puts {2 * half} cells where {found.total} are needed"
        yield Slip(Fraction(half), f"{found.total}/2 is rounded {word} to {half} on both sides; {put}: {split}")


MISCONCEPTION = Misconception(
    "K244",
    "half-a-cell-rounded",
    "an odd number of cells of padding is halved and rounded, the same on both sides",
    "A padding P puts 2P cells, which is even. Where an odd number is to be padded, one side gets a cell more than the other.",
    frozenset({"padding"}),
    _slips,
)
