"""JUnit's XML, as CodeGrade and CI systems read it: a suite for each submission, a case for each question.

A right answer passes, a wrong one fails, one that could not be read is an error. Students see these reports: a hidden question
is a case that was skipped.
"""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.diagnostics import Diagnostic, printable
from cnncalc.homework.formats._texts import cut, feedback, in_points, is_unreadable, passed, points
from cnncalc.homework.results import Graded, Results, Submission
from cnncalc.render import Look
from cnncalc.render.xml import attributes, element

_MOST = 2000
_TAGS = ("failure", "error", "skipped")


def render(results: Results, look: Look) -> str:
    """The whole run; how it is to look changes nothing."""
    suites = [(submission, list(_cases(submission))) for submission in results.submissions]
    everything = [tag for _, cases in suites for tag, _ in cases]
    lines = ['<?xml version="1.0" encoding="utf-8"?>', _opened("testsuites", results.title or "cnncalc grade", everything)]
    for submission, cases in suites:
        lines.append(" " + _opened("testsuite", submission.path, [tag for tag, _ in cases]))
        lines += [f"  {text}" for _, text in cases]
        lines.append(" </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _opened(tag: str, name: str, tags: list[str]) -> str:
    failures, errors, skipped = (tags.count(one) for one in _TAGS)
    counts = {"tests": len(tags), "failures": failures, "errors": errors, "skipped": skipped}
    return f"<{tag}{attributes({'name': name, **counts})}>"


def _cases(submission: Submission) -> Iterator[tuple[str, str]]:
    """The tag of each case's result, "" where it passes, and the case."""
    if submission.problem is not None:
        problem = submission.problem
        yield _case(submission, "file", "error", problem.code, problem.message, _located(submission.path, problem))
        return
    for graded in submission.questions:
        if graded.hidden:
            yield _case(submission, graded.id, "skipped", "hidden", "hidden", "")
        elif passed(graded):
            yield "", f"<testcase{attributes(_named(submission, graded.id))}/>"
        else:
            tag = "error" if is_unreadable(graded) else "failure"
            yield _case(submission, graded.id, tag, _type(graded), graded.message or graded.status, _told(graded))


def _type(graded: Graded) -> str:
    """A code where there is one: of the likeliest misconception, or of what could not be read."""
    return next(iter(graded.misconceptions), graded.code or graded.status)


def _told(graded: Graded) -> str:
    return f"{points(graded.score)} of {in_points(graded.max_score)}\n{feedback(graded, _MOST)}"


def _located(path: str, problem: Diagnostic) -> str:
    return printable(path) + (f":{problem.span.line}:{problem.span.column}" if problem.span else "")


def _case(submission: Submission, name: str, tag: str, type: str, message: str, text: str) -> tuple[str, str]:
    result = element(tag, text, {"type": type, "message": cut(message, _MOST)})
    return tag, f"<testcase{attributes(_named(submission, name))}>{result}</testcase>"


def _named(submission: Submission, name: str) -> dict[str, object]:
    return {"name": name, "classname": submission.student or submission.path, "file": submission.path}
