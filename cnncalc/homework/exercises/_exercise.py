"""What an exercise is: numbers drawn, and questions as a key has them. Their answers are the engine's, never the exercise's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from cnncalc.homework.exercises._draws import Draws

DIFFICULTIES = ("easy", "medium", "hard")
_SENTENCES = re.compile(r"(?<=[.?:]) (?=[A-Z(])")
#: A question as a key has it: `{text, ask, points, hints, ...}`, without `id` and `answer`.
Part = dict[str, Any]


class Made(NamedTuple):
    """One exercise: its questions, and the networks that they name, by names of its own."""

    parts: Sequence[Part]
    networks: Mapping[str, Any] = {}


class Exercise(NamedTuple):
    """One type. `make` takes the draws and one of DIFFICULTIES; None where what was drawn is no exercise: it is drawn again."""

    what: str  # one line: what is asked for
    make: Callable[[Draws, str], Made | None]


def one(text: str, hints: Sequence[str], points: int, **asked: Any) -> Made:
    """An exercise of one question."""
    return Made((part(text, hints, points, **asked),))


def part(text: str, hints: Sequence[str], points: int = 1, **asked: Any) -> Part:
    """One question: its text, two or three hints from the general to the particular, points, and a key's words for it.

    A sentence stands on a line of its own: that is one paragraph of Markdown, and can be read as it is.
    """
    return {"text": _SENTENCES.sub("\n", text), **asked, "points": points, "hints": list(hints)}
