"""The schema of `cnncalc grade --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.records import COUNT, FLAG, TEXT, document, nullable, record, rows, said
from cnncalc.schema.report import finding
from cnncalc.schema.values import Schema

_POINTS: Schema = {"type": "number", "minimum": 0}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_MISCONCEPTION: Schema = {**TEXT, "pattern": "^K[1-4][0-9]{2}$"}
_UNREAD: Schema = {**TEXT, "pattern": "^K5[0-9]{2}$"}
_STATUSES = {
    "right": "Answers that are right.",
    "wrong": "Answers that are wrong.",
    "follows": "Answers that are right given an earlier wrong one.",
    "unread": "Answers that could not be read or were left out.",
}


def schema() -> dict[str, Any]:
    """Every submission, and the class."""
    keys = {
        "title": said("The key's title.", TEXT),
        "submissions": said(
            "In the order in which the files were named; those of one file in its order.",
            rows({"$ref": "#/definitions/submission"}),
        ),
        "summary": _summary(),
    }
    known = document("grade", "cnncalc grade", "What is right and wrong in homework, and what was misunderstood.", keys)
    parts = {"submission": _submission(), "question": _question(), "counted": _counted(), "finding": finding()}
    known["definitions"] |= parts
    return known


def _submission() -> Schema:
    problem = said("Why nothing of the file could be read; null otherwise.", nullable({"$ref": "#/definitions/finding"}))
    return record(
        {
            "path": said("The file, as it was named.", TEXT),
            "student": said("What the file says, else its name.", TEXT),
            "score": said("The sum of the questions' scores; six decimals where it has no end.", _POINTS),
            "max_score": said("The points of all questions.", _POINTS),
            "questions": said("In the order of the key.", rows({"$ref": "#/definitions/question"})),
            "problem": problem,
            "remarks": said("Answers to questions that there are not, and the like.", rows(TEXT)),
        }
    )


def _question() -> Schema:
    return record(
        {
            "id": said("The question's number in the key.", {**TEXT, "minLength": 1}),
            "status": said("follows: right given an earlier wrong answer.", {"enum": list(_STATUSES)}),
            "score": said("The points given.", _POINTS),
            "max_score": said("The question's points.", _POINTS),
            "misconceptions": said(
                "Codes of the slips that give exactly this answer, the likeliest first.", rows(_MISCONCEPTION)
            ),
            "message": said("What the student is told; empty where there is nothing to say.", TEXT),
            "given": said("What was written, on one line.", TEXT),
            "expected": said("The answer, as it would be written.", TEXT),
            "solution": said("The worked answer, line by line, where the answer was not right.", rows(TEXT)),
            "code": said("Why the answer was not read, K504 where it was left out; null where it was read.", nullable(_UNREAD)),
            "hidden": said("Whether the student is not to see the question's result.", FLAG),
            "text": said("The question, as Markdown.", TEXT),
        }
    )


def _counted() -> Schema:
    keys = {
        "code": said("The misconception's code.", _MISCONCEPTION),
        "name": said("The code in words.", {**TEXT, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}),
        "count": said("In how many answers it is the likeliest.", {"type": "integer", "minimum": 1}),
    }
    return record(keys)


def _summary() -> Schema:
    of_class = " Of the submissions that could be read, a share of the points; null where there is none."
    counted = rows({"$ref": "#/definitions/counted"})
    question = {
        "id": said("The question's number in the key.", {**TEXT, "minLength": 1}),
        **{status: said(text, COUNT) for status, text in _STATUSES.items()},
        "score": said("The mean share of its points.", _SHARE),
        "misconceptions": said("How often each was the likeliest, the most frequent first.", counted),
    }
    return said(
        "The class.",
        record(
            {
                "submissions": said("Submissions.", COUNT),
                "full": said("Those that have all points.", COUNT),
                "unreadable": said("Those of which nothing could be read; they count nowhere below.", COUNT),
                "mean": said(f"The mean.{of_class}", nullable(_SHARE)),
                "median": said(f"The median.{of_class}", nullable(_SHARE)),
                "lowest": said(f"The lowest.{of_class}", nullable(_SHARE)),
                "highest": said(f"The highest.{of_class}", nullable(_SHARE)),
                "questions": said("How each question went, in the order of the key.", rows(record(question))),
                "misconceptions": said("How often each was the likeliest, the most frequent first.", counted),
            }
        ),
    )
