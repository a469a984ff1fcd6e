"""What the tests of the formats share: graded sheets made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module

from cnncalc.diagnostics import Diagnostic, Span
from cnncalc.homework.formats import FORMATS
from cnncalc.homework.results import Graded, Results, Submission
from cnncalc.render import Look

#: What stands in every text of a hidden question, and so in no report that a student reads.
SECRET = "pssst"


def answer(id: str, status: str, score: str, max_score: str, message: str = "", given: str = "", **more: object) -> Graded:
    """An answer; points are written as texts."""
    return Graded(id, status, Fraction(score), Fraction(max_score), message, given, **more)  # type: ignore[arg-type]


RIGHT = answer("1.1", "right", "2", "2", given="32x32x10", expected="32x32x10", text="What is the output volume?\n\nOf `conv1`.")
WRONG = answer(
    "1.2", "wrong", "0", "1.5", "the bias is missing: each of the 10 filters has one, 750 + 10 = 760", "750", expected="760",
    misconceptions=("K101",), solution=("(F*F*D + 1)*K", "(5*5*3 + 1)*10 = 760"),
)  # fmt: skip
FOLLOWS = answer("1.3", "follows", "0.5", "1", "follows from 1.2: with that, it is 3,000", "3,000", expected="3,040")
UNREAD = answer("1.4", "unread", "0", "1", "could not be read: a number is expected", "3,8,0", code="K501", expected="7/3")
BLANK = answer("1.5", "unread", "0", "1", "no answer was given", code="K504", expected="12")
HIDDEN = answer(
    "2.1", "wrong", "0", "2", f"{SECRET} message", f"{SECRET} given", expected=f"{SECRET} expected", hidden=True,
    solution=(f"{SECRET} solution",), text=f"{SECRET} text",
)  # fmt: skip
ALL = (RIGHT, WRONG, FOLLOWS, UNREAD, BLANK, HIDDEN)


def sheet(*answers: Graded, path: str = "hw3/ada.yaml", student: str = "Ada", remarks: Sequence[str] = ()) -> Submission:
    """A sheet that could be read."""
    return Submission(path, student, answers, remarks=tuple(remarks))


ADA = sheet(*ALL, remarks=["there is no question 9.9"])
BOB = sheet(
    RIGHT, WRONG._replace(status="right", score=Fraction(3, 2), misconceptions=(), solution=()), path="hw3/bob.md", student="Bob"
)
BROKEN = Submission(
    "hw3/eve.yaml", "eve", tuple(one._replace(status="unread", score=Fraction(0), code="K504") for one in (BLANK, HIDDEN)),
    Diagnostic("K502", "the mapping is not closed", Span(2, 3, 2, 5)), source="a: 1\nb: {c\n",
)  # fmt: skip
#: A sheet for which there is no key: nothing is known of its questions.
KEYLESS = Submission("hw3/mallory.csv", "mallory", (), Diagnostic("K502", "there is no key for the sheet `hw9`"))
CLASS = (ADA, BOB, BROKEN, KEYLESS)


def report(format: str, submissions: Sequence[Submission], look: Look = Look(), title: str = "Homework 3") -> str:  # noqa: B008
    """The document of one format."""
    text: str = import_module(FORMATS[format]).render(Results(title, tuple(submissions)), look)
    return text


def hostile(one: str, other: str) -> list[Submission]:
    """Sheets in which every text is one of these."""
    answers = [
        answer(one, "wrong", "0", "1", misconceptions=("K101",), solution=(one, other)),
        answer(f"{other}2", "unread", "0", "1", code="K501"),
        answer(f"{other}3", "right", "1", "1", hidden=True),
        answer(f"{other}4", "follows", "1", "2"),
    ]
    answers = [graded._replace(message=one, given=other, expected=one, text=f"{one}\n{other}") for graded in answers]
    broken = Submission(f"{other}.csv", one, (), Diagnostic("K502", other, Span(1, 1, 1, 2)), (), f"{one}\n{other}")
    return [sheet(*answers, path=f"{one}.yaml", student=other, remarks=[one, other]), broken]
