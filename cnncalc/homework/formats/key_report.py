"""A key as `--check-key` shows it: every question with its recomputed answer, worked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.diagnostics import printable
from cnncalc.homework.formats._texts import in_points, indented, plural
from cnncalc.homework.judging import shown
from cnncalc.render import Look
from cnncalc.render.prose import READABLE, heading

_NEAREST = 8  # solutions that are told of what is to find

if TYPE_CHECKING:
    from cnncalc.homework.key import Key
    from cnncalc.homework.question import Question


def render(key: Key, look: Look) -> str:
    """For the teacher: hidden questions are told as well."""
    title = f"{printable(key.title)}: {plural(len(key.questions), 'question')}, {in_points(key.points)}"
    lines = [heading(title, look.color)]
    for question in key.questions:
        lines += ["", *_question(question, look)]
    return "\n".join(lines) + "\n"


def _answers(question: Question) -> Iterator[str]:
    """What is accepted, a line each; of what was to find the nearest on one line, as every solution is."""
    told = [f"{shown(question, truth.value)}{f' ({truth.label})' if truth.label else ''}" for truth in question.truths]
    if question.problem is None:
        yield from (f"{'or' if number else '='} {text}" for number, text in enumerate(told))
        return
    first, *others = told[:_NEAREST]
    further = f" and {len(told) - _NEAREST} more" if len(told) > _NEAREST else ""
    yield f"= {first}{'; or ' if others else ''}{', '.join(others)}{further}"


def _question(question: Question, look: Look) -> Iterator[str]:
    width = min(look.width or READABLE, READABLE)
    worth = f"{in_points(question.points)}{', hidden' if question.hidden else ''}"
    yield heading(f"{printable(question.id)} ({worth})", look.color)
    for line in question.text.splitlines():
        yield from indented("  ", line, width)
    for line in _answers(question):
        yield from indented("  ", line, width, "  ")
    for line in question.solution:
        yield from indented("    ", line, width, "  ")
