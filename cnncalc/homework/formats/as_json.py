"""One JSON object, `cnncalc.grade/1`: every submission with every answer, a line each, then the sums of the class.

It is the teacher's: hidden questions are in it with everything. Scores are exact decimals where there are any.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from cnncalc.homework.formats._texts import encoded, is_full, misconception_name, read_ones, share
from cnncalc.homework.results import Graded, Results, Submission
from cnncalc.render import Look
from cnncalc.render.as_json import finding_to_dict

SCHEMA = "cnncalc.grade/1"


def render(results: Results, look: Look) -> str:
    """The whole run; how it is to look changes nothing."""
    head = f'{{"schema": "{SCHEMA}", "title": {encoded(results.title)}, "submissions": [\n'
    listed = ",\n".join(encoded(_submission(submission)) for submission in results.submissions)
    return f'{head}{listed}\n], "summary": {encoded(summary(results))}}}\n'


def _submission(submission: Submission) -> dict[str, Any]:
    problem = submission.problem
    return {
        "path": submission.path,
        "student": submission.student,
        "score": submission.score,
        "max_score": submission.max_score,
        "questions": list(map(_question, submission.questions)),
        "problem": finding_to_dict(problem, submission.path) if problem else None,
        "remarks": list(submission.remarks),
    }


def _question(graded: Graded) -> dict[str, Any]:
    return {
        "id": graded.id,
        "status": graded.status,
        "score": graded.score,
        "max_score": graded.max_score,
        "misconceptions": list(graded.misconceptions),
        "message": graded.message,
        "given": graded.given,
        "expected": graded.expected,
        "solution": list(graded.solution),
        "code": graded.code or None,
        "hidden": graded.hidden,
        "text": graded.text,
    }


def summary(results: Results) -> dict[str, Any]:
    """The class: counts, shares of the points from 0 to 1, how each question went, and what was misunderstood how often."""
    read = read_ones(results)
    shares = shares_of(read)
    return {
        "submissions": len(results.submissions),
        "full": sum(map(is_full, results.submissions)),
        "unreadable": len(results.submissions) - len(shares),
        "mean": sum(shares, Fraction(0)) / len(shares) if shares else None,
        "median": median(shares) if shares else None,
        "lowest": min(shares, default=None),
        "highest": max(shares, default=None),
        "questions": [
            {"id": count.id, **count.counts, "score": count.score, "misconceptions": _counted(count.misconceptions)}
            for count in read.questions()
        ],
        "misconceptions": _counted(read.misconceptions()),
    }


def shares_of(results: Results) -> list[Fraction]:
    """Each submission's share of the points."""
    return [share(submission.score, submission.max_score) for submission in results.submissions]


def median(shares: list[Fraction]) -> Fraction:
    """The middle one, or half-way between the two in the middle."""
    ordered, last = sorted(shares), len(shares) - 1
    return (ordered[last // 2] + ordered[(last + 1) // 2]) / 2


def _counted(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [{"code": code, "name": misconception_name(code), "count": count} for code, count in counts.items()]
