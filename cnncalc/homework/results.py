"""What grading gives, for every format: submissions with their questions, and what a class did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from cnncalc.diagnostics import Diagnostic

STATUSES = ("right", "wrong", "follows", "unread")
#: What stands in a message between slips that explain an answer equally well.
OR = " - or "


class Graded(NamedTuple):
    """One answer. `status` is one of STATUSES; `code` is why it could not be read (K501 and following)."""

    id: str
    status: str
    score: Fraction
    max_score: Fraction
    message: str  # for the student, one sentence or two; never the solution of a hidden question
    given: str = ""  # what was written, on one line
    expected: str = ""  # the answer as it would be written
    misconceptions: tuple[str, ...] = ()  # codes, the likeliest first
    solution: tuple[str, ...] = ()  # the worked answer, line by line, where it was wrong
    code: str = ""  # K501...: what could not be read; "K504" for an answer that was left out
    hidden: bool = False  # the student is not to see this question's result
    text: str = ""  # the question


@dataclass(frozen=True)
class Submission:
    """One student's sheet, graded. `problem` says why nothing of a file could be read; its questions are all unread then."""

    path: str
    student: str
    questions: tuple[Graded, ...]
    problem: Diagnostic | None = None
    remarks: tuple[str, ...] = ()  # answers to questions that there are not, and the like
    source: str = ""  # the text that the problem points into

    @property
    def score(self) -> Fraction:
        return sum((question.score for question in self.questions), Fraction(0))

    @property
    def max_score(self) -> Fraction:
        return sum((question.max_score for question in self.questions), Fraction(0))


class QuestionCount(NamedTuple):
    """How a class answered one question."""

    id: str
    counts: dict[str, int]  # by status, all four
    misconceptions: dict[str, int]  # code -> how often it was named first, most frequent first
    score: Fraction  # the mean share of the points, 0 to 1


@dataclass(frozen=True)
class Results:
    """All of one run. `title` is the key's."""

    title: str
    submissions: tuple[Submission, ...]

    def questions(self) -> list[QuestionCount]:
        """Question by question over all submissions, in the order of the key."""
        by_id: dict[str, list[Graded]] = {}
        for submission in self.submissions:
            for graded in submission.questions:
                by_id.setdefault(graded.id, []).append(graded)
        return [_count(id, answers) for id, answers in by_id.items()]

    def misconceptions(self) -> dict[str, int]:
        """Code -> in how many answers it was named first, most frequent first."""
        return _frequent(graded for submission in self.submissions for graded in submission.questions)


def _count(id: str, answers: list[Graded]) -> QuestionCount:
    counts = {status: sum(graded.status == status for graded in answers) for status in STATUSES}
    shares = [graded.score / graded.max_score for graded in answers if graded.max_score]
    return QuestionCount(id, counts, _frequent(answers), sum(shares, Fraction(0)) / len(shares) if shares else Fraction(0))


def _frequent(answers: Iterable[Graded]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for graded in answers:
        for code in graded.misconceptions[:1]:
            counts[code] = counts.get(code, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
