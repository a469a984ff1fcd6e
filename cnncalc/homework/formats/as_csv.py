"""Comma-separated values for spreadsheets: a header, then one record an answer. The teacher's: hidden questions are in it.

As RFC 4180 has it, but for lines that end in a single newline; UTF-8. How texts are escaped: `render/records.py`.
"""

from __future__ import annotations

import csv
import io

from cnncalc.homework.formats._texts import decimal
from cnncalc.homework.results import Graded, Results, Submission
from cnncalc.render import Look
from cnncalc.render.records import escaped, written

COLUMNS = ("path", "student", "question", "status", "score", "max_score", "given", "expected", "misconceptions", "message")


def render(results: Results, look: Look) -> str:
    """Nothing is an empty cell; a sheet of which no question is known has a record without one."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for submission in results.submissions:
        rows.writerows(_record(submission, graded) for graded in submission.questions)
        if not submission.questions:
            told = submission.problem.message if submission.problem else ""
            rows.writerow([*_whose(submission), "", "unread", "0", "0", "", "", "", escaped(told)])
    return out.getvalue()


def _record(submission: Submission, graded: Graded) -> list[str]:
    return [
        *_whose(submission), escaped(graded.id), graded.status, decimal(graded.score), decimal(graded.max_score),
        escaped(graded.given), escaped(graded.expected), written(graded.misconceptions), escaped(graded.message),
    ]  # fmt: skip


def _whose(submission: Submission) -> list[str]:
    return [escaped(submission.path), escaped(submission.student)]
