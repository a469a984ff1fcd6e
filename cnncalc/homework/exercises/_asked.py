"""What is asked of a sheet of exercises: of which types, how many, how hard, and the seed that draws their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cnncalc.diagnostics import unknown_word
from cnncalc.homework.exercises import EXERCISES
from cnncalc.homework.exercises._exercise import DIFFICULTIES

#: The largest seed that is taken, and below what one is drawn where none is given: it is to be typed again.
LARGEST_SEED = 10**9
_DRAWN_BELOW = 100_000


class Asked(NamedTuple):
    """As `sheet.make` takes it."""

    types: tuple[str, ...]
    number: int
    difficulty: str
    seed: int


def asked(types: Iterable[str], number: int, difficulty: str, seed: int | None) -> Asked:
    """With a seed of its own where none is given. Raises UsageError for a word that is none."""
    found = tuple(types)
    for type in found:
        if type not in EXERCISES:
            raise unknown_word("type", type, EXERCISES)
    if difficulty not in DIFFICULTIES:
        raise unknown_word("difficulty", difficulty, DIFFICULTIES)
    return Asked(found, number, difficulty, _drawn() if seed is None else seed)


def _drawn() -> int:
    from random import SystemRandom

    return SystemRandom().randrange(_DRAWN_BELOW)
