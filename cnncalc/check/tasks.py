"""Texts that are to be examined, and what was found in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cnncalc.check.cache import encode
from cnncalc.check.examine import Examined, examine
from cnncalc.spec.document import Limits


class Task(NamedTuple):
    """A text to be examined, or the answer already; `error` says why there is no text."""

    path: str
    text: str
    answer: Examined | None = None
    error: str = ""


class Answer(NamedTuple):
    """What was found in a task's text; `made` is that as bytes where it was found just now."""

    task: Task
    examined: Examined
    made: bytes | None = None


def answer(task: Task, limits: Limits) -> Answer:
    """Examine a text, where that was not done before."""
    if task.answer is not None:
        return Answer(task, task.answer)
    examined = examine(task.text, task.path, limits)
    return Answer(task, examined, encode(examined))


def answer_all(tasks: Iterable[Task], limits: Limits, jobs: int) -> Iterator[Answer]:
    """Each task's answer, in order, by so many processes. Raises UsageError where one of them was killed."""
    if jobs > 1:
        from cnncalc.check.workers import answer_together

        return answer_together(tasks, limits, jobs)
    return (answer(task, limits) for task in tasks)
