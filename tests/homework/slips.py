"""What the tests of misconceptions ask: which slips explain a wrong answer."""

from __future__ import annotations

from functools import cache
from textwrap import indent

from cnncalc.homework.grading import Grader
from cnncalc.homework.key import Key, read_key
from cnncalc.homework.misconceptions import misconception
from cnncalc.homework.results import Graded


def key_of(question: str, biases: str = "counted") -> Key:
    """A key of one question, or of several, each an item of a YAML list: `{ask: params, input: ..., layer: ...}`."""
    return read_key(_written(question, biases))


def _written(question: str, biases: str) -> str:
    listed = question if question.lstrip().startswith("-") else f"- {question.strip()}"
    return f"biases: {biases}\nquestions:\n{indent(listed, '  ')}\n"


@cache
def grader(question: str, layout: str = "hwc") -> Grader:
    """Of a key of one question; made once, whatever is answered."""
    return Grader(read_key(f"layout: {layout}\n{_written(question, 'counted')}"))


def verdict(question: str, answer: str, layout: str = "hwc") -> Graded:
    """The answer to a key's one question."""
    asked = grader(question, layout)
    return asked.answer(asked.key.questions[0], answer)


def graded(question: str, answer: str, biases: str = "counted") -> Graded:
    """The last question of a key, answered."""
    key = key_of(question, biases)
    return Grader(key).answer(key.questions[-1], answer)


def named(question: str, answer: str, biases: str = "counted") -> list[tuple[str, str]]:
    """Code and sentence of every slip that explains the answer, the likeliest first."""
    key = key_of(question, biases)
    asked = key.questions[-1]
    found = Grader(key).answer(asked, answer)
    said = {}
    for code in found.misconceptions:
        slips = list(misconception(code).slips(asked))
        said[code] = next((slip.said for slip in slips if slip.said in found.message), found.message)
    return list(said.items())
