"""Gradescope's `results.json` of one submission: a test for each question; those that are hidden are hidden there.

A top-level score overrides the tests' sum, so it stands there only where it is that sum, to the last digit.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from cnncalc.diagnostics import printable
from cnncalc.homework.formats._texts import encoded, feedback, passed, rounded, title_of
from cnncalc.homework.results import Graded, Results, Submission
from cnncalc.render import Look

_MOST = 2000


def render(results: Results, look: Look) -> str:
    """The first submission's document."""
    submission = results.submissions[0]
    tests = [_test(graded, submission.problem is None) for graded in submission.questions]
    found: dict[str, Any] = {}
    if sum((rounded(graded.score) for graded in submission.questions), Fraction(0)) == submission.score:
        found["score"] = submission.score
    found |= {"output": _output(results, submission), "stdout_visibility": "hidden", "tests": tests}
    return encoded(found) + "\n"


def _test(graded: Graded, is_read: bool) -> dict[str, Any]:
    return {
        "number": graded.id,
        "name": graded.id if graded.hidden else title_of(graded),
        "score": graded.score,
        "max_score": graded.max_score,
        "status": "passed" if passed(graded) else "failed",
        "output": feedback(graded, _MOST) if is_read else "",
        "output_format": "text",
        "visibility": "hidden" if graded.hidden else "visible",
    }


def _output(results: Results, submission: Submission) -> str:
    """What stands above the tests: what went wrong with the sheet as a whole."""
    problem = submission.problem
    lines = [results.title, *([f"The sheet could not be read: {problem.message}"] if problem else []), *submission.remarks]
    return "\n".join(printable(line) for line in lines if line)
