"""A key as `--check-key` shows it: every question with its recomputed answer, worked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.diagnostics import printable
from cnncalc.homework.formats._texts import in_points, indented, plural
from cnncalc.homework.judging import shown
from cnncalc.render import Look
from cnncalc.render.prose import READABLE, heading

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


def _question(question: Question, look: Look) -> Iterator[str]:
    width = min(look.width or READABLE, READABLE)
    worth = f"{in_points(question.points)}{', hidden' if question.hidden else ''}"
    yield heading(f"{printable(question.id)} ({worth})", look.color)
    for line in question.text.splitlines():
        yield from indented("  ", line, width)
    for number, truth in enumerate(question.truths):
        label = f" ({truth.label})" if truth.label else ""
        yield from indented("  ", f"{'or' if number else '='} {shown(question, truth.value)}{label}", width, "  ")
    for line in question.solution:
        yield from indented("    ", line, width, "  ")
