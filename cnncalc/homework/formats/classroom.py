"""GitHub Classroom's results of one submission, in Base64: what a workflow puts into `<ID>_RESULTS` for the reporter.

The reporter adds the points up twice: its notice adds the tests' scores, its log takes the share of tests that pass of the
`max_score` (github.com/classroom-resources/autograding-grading-reporter, notify-classroom.js and console-results.js). So that
both find the same, a question is one test wherever the log is right with that: where all is right, nothing is, or whole
questions of equal points are. Else every test is worth the same: a question is as many tests as it has such shares, the fewest
that there can be, of which as many pass as it earned. Only where that takes more than a student would read is a question one
test; the log then counts those that are full, the notice, which is the grade, all points. The reporter hides nothing: hidden
questions are told together, as one.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import gcd, lcm
from typing import Any, NamedTuple

from cnncalc.homework.formats._texts import cut, encoded, feedback, fitting, is_full, is_unreadable, passed, title_of
from cnncalc.homework.results import Graded, Results, Submission
from cnncalc.render import Look

_MOST_TESTS = 60
_LONGEST_NAME = 100
_SHORT_NAME = 60  # where there is no room for feedback
#: An environment variable holds at most 128 KiB with its name, and Base64 adds a third.
_LARGEST = 96_000


class _Part(NamedTuple):
    """A question, or all that are hidden: its points, and what is told where it is not full."""

    name: str
    score: Fraction
    max_score: Fraction
    status: str  # of what did not pass: "fail" or "error"
    graded: Graded | None


def render(results: Results, look: Look) -> str:
    """The first submission's document, one line."""
    submission = results.submissions[0]
    text = fitting(lambda most: encoded(_document(submission, most)), _LARGEST)
    return b64encode(text.encode("ascii")).decode("ascii") + "\n"


def _document(submission: Submission, most: int) -> dict[str, Any]:
    problem = submission.problem
    tests = list(_tests(list(_parts(submission, most)), submission.path, most))
    if problem is not None:
        message = cut(f"the sheet could not be read: {problem.message}", max(most, 80))
        tests = [{**test, "status": "error", "message": message} for test in tests]
        tests = tests or [_test(submission.path, submission.path, "error", Fraction(0), message)]
    status = "error" if problem is not None else "pass" if is_full(submission) else "fail"
    return {"version": 1, "status": status, "max_score": submission.max_score, "tests": tests}


def _parts(submission: Submission, most: int) -> Iterator[_Part]:
    for graded in submission.questions:
        if not graded.hidden:
            name = title_of(graded, _LONGEST_NAME if most else _SHORT_NAME)
            name = name if name == graded.id else f"{graded.id} {name}"
            status = "error" if is_unreadable(graded) else "fail"
            yield _Part(name, graded.score, graded.max_score, status, graded)
    hidden = [graded for graded in submission.questions if graded.hidden]
    if hidden:
        score, possible = _sum(graded.score for graded in hidden), _sum(graded.max_score for graded in hidden)
        yield _Part("hidden", score, possible, "fail", None)


def _tests(parts: list[_Part], path: str, most: int) -> Iterator[dict[str, Any]]:
    share, possible = _share(parts), _sum(part.max_score for part in parts)
    split = not _log_is_right(parts) and possible / share <= _MOST_TESTS
    for part in parts:
        if not split:
            yield _test(part.name, path, _status(part), part.score, _told(part, most))
            continue
        count, earned = int(part.max_score / share), int(part.score / share)
        for number in range(count):
            name = part.name if count == 1 else f"{part.name} ({number + 1} of {count})"
            if number < earned:
                yield _test(name, path, "pass", share, "")
            else:
                yield _test(name, path, part.status, Fraction(0), _told(part, most) if number == earned else "")


def _log_is_right(parts: list[_Part]) -> bool:
    """Whether the share of the questions that pass is that of the points."""
    passes = sum(_status(part) == "pass" for part in parts)
    return passes * _sum(part.max_score for part in parts) == len(parts) * _sum(part.score for part in parts)


def _share(parts: list[_Part]) -> Fraction:
    """The largest that goes into all points a whole number of times."""
    values = [value for part in parts for value in (part.score, part.max_score)]
    whole = lcm(*(value.denominator for value in values))
    return Fraction(gcd(*(int(value * whole) for value in values)), whole)


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


def _status(part: _Part) -> str:
    full = passed(part.graded) if part.graded else part.score == part.max_score
    return "pass" if full else part.status


def _told(part: _Part, most: int) -> str:
    return feedback(part.graded, most) if part.graded else ""


def _test(name: str, path: str, status: str, score: Fraction, message: str) -> dict[str, Any]:
    told = {"name": name, "status": status, "score": score, "message": message}
    return {**told, "test_code": "", "filename": path, "line_no": 0, "duration": 0}
