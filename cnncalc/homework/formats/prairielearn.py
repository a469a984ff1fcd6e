"""PrairieLearn's `results.json` of one submission: a score from 0 to 1 and a test for each question.

Where something was written that could not be read, nothing is graded and no attempt is lost; a blank is an answer. There are no
hidden tests there: those questions are one test together, so that the points add up to the score.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from cnncalc.homework.formats._texts import cut, encoded, feedback, fitting, is_unreadable, share, title_of
from cnncalc.homework.results import Results, Submission
from cnncalc.render import Look

_LARGEST = 1_000_000


def render(results: Results, look: Look) -> str:
    """The first submission's document, of at most a megabyte."""
    submission = results.submissions[0]
    return fitting(lambda most: encoded(_document(results, submission, most)) + "\n", _LARGEST)


def _document(results: Results, submission: Submission, most: int) -> dict[str, Any]:
    errors = list(_format_errors(submission, most))
    if errors:
        return {"gradable": False, "format_errors": errors}
    told = "\n".join(cut(line, most) for line in (results.title, *submission.remarks) if line)
    return {
        "gradable": True,
        "score": share(submission.score, submission.max_score),
        "output": told,
        "tests": list(_tests(submission, most)),
    }


def _format_errors(submission: Submission, most: int) -> Iterator[str]:
    if submission.problem is not None:
        place = f"line {submission.problem.span.line}: " if submission.problem.span else ""
        yield cut(f"{place}{submission.problem.message}", max(most, 80))
        return
    for graded in filter(is_unreadable, submission.questions):
        told = "" if graded.hidden else graded.message
        yield cut(f"{graded.id}: {told or 'the answer could not be read'}", max(most, 80))


def _tests(submission: Submission, most: int) -> Iterator[dict[str, Any]]:
    for graded in submission.questions:
        if not graded.hidden:
            yield _test(graded.id, title_of(graded), graded.score, graded.max_score, feedback(graded, most))
    hidden = [graded for graded in submission.questions if graded.hidden]
    if hidden:
        scored = sum((graded.score for graded in hidden), Fraction(0))
        possible = sum((graded.max_score for graded in hidden), Fraction(0))
        yield _test("hidden", "Questions that are not shown", scored, possible, "")


def _test(name: str, description: str, scored: Fraction, possible: Fraction, output: str) -> dict[str, Any]:
    return {"name": name, "description": description, "points": scored, "max_points": possible, "output": output}
