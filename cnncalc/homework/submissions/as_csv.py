"""Submissions as a table: one row an answer (question, answer and perhaps the student), or one row a student."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import NamedTuple

from cnncalc.diagnostics import Diagnostic, Span
from cnncalc.homework.submissions._sheet import Draft, Sheet, Unusable

_QUESTIONS = ("question", "questions", "id", "exercise", "problem", "task", "nr", "no", "number", "#")
_ANSWERS = ("answer", "answers", "response", "solution", "result", "value")
_STUDENTS = ("student", "student name", "name", "full name", "student id", "user", "username", "login", "email", "e-mail")
_SHEETS = ("sheet",)
_MOST_STUDENTS = 5_000
_MOST_CELLS = 2_000  # of one row
_SEPARATOR = re.compile(r"sep=([,;\t|])\s*")
_AS_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


class Row(NamedTuple):
    """The cells of one row, and the line on which it ends."""

    line: int
    cells: list[str]
    separator: str


def is_one(text: str) -> bool:
    """Whether a text begins as a table does."""
    first = text.lstrip().split("\n", 1)[0].lower()
    words = [word.strip(" \"'\r") for word in re.split("[,;\t]", first)]
    return len(words) > 1 and any(word in (*_QUESTIONS, *_STUDENTS) for word in words)


def read(text: str, path: str, otherwise: str, draft: Callable[[], Draft]) -> list[Sheet]:
    """A sheet a student. Raises Unusable at the line that is no row of a table, and for a table without questions."""
    rows = _rows(text)
    header = [cell.strip().lower() for cell in rows[0].cells]
    probe = draft()
    question, answer = _column(header, _QUESTIONS), _column(header, _ANSWERS)
    if question is not None and answer is not None:
        drafts = _long(rows[1:], header, question, answer, draft)
    elif any(probe.id_of(cell) for cell in header[1:]) or (len(header) == 1 and probe.id_of(header[0])):
        drafts = _wide(rows, header, draft)
    elif all(len(row.cells) == 2 for row in rows) and any(probe.id_of(row.cells[0]) for row in rows):
        drafts = _long(rows, ["question", "answer"], 0, 1, draft)
    else:
        message = "the first row names no question"
        help = "it is `question,answer`, with `student` where there are several, or `student` and the questions"
        raise Unusable(message, Span(rows[0].line, 1, rows[0].line, 1), help)
    return [made.finished(path, _unnamed(otherwise, number, len(drafts)), text) for number, made in enumerate(drafts, start=1)]


def _unnamed(otherwise: str, number: int, of: int) -> str:
    return otherwise if of == 1 else f"{otherwise} ({number})"


def _rows(text: str) -> list[Row]:
    """The rows that are not blank; there is at least one."""
    mark = _SEPARATOR.match(text)
    body = text[mark.end() :] if mark else text
    separator = mark[1] if mark else _delimiter(body)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    before = text[: len(text) - len(body)].count("\n")
    try:
        read = ((reader.line_num + before, cells) for cells in reader)
        rows = [Row(line, _cells(line, cells), separator) for line, cells in read if any(map(str.strip, cells))]
    except csv.Error as error:
        line = reader.line_num + before
        raise Unusable(f"no row of a table: {str(error).lower()}", Span(line, 1, line, 1)) from None
    if not rows:
        raise Unusable("the table is empty")
    return rows


def _delimiter(text: str) -> str:
    """What the first row is separated with: the mark that it has most often outside quotes."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(",;\t", key=first.count) if any(mark in first for mark in ",;\t") else ","


def _cells(line: int, cells: list[str]) -> list[str]:
    """Without the empty ones at the end, and without the `=` before a text that was not to be calculated. Raises Unusable."""
    while not cells[-1].strip():
        cells.pop()
    if len(cells) > _MOST_CELLS:
        raise Unusable(f"line {line} has more than {_MOST_CELLS:,} cells", Span(line, 1, line, 1))
    return [found[1] if (found := _AS_FORMULA.fullmatch(cell.strip())) else cell for cell in cells]


def _column(header: list[str], words: tuple[str, ...]) -> int | None:
    return next((header.index(word) for word in words if word in header), None)


def _long(rows: list[Row], header: list[str], question: int, answer: int, draft: Callable[[], Draft]) -> list[Draft]:
    """One answer a row."""
    student, sheet = _column(header, _STUDENTS), _column(header, _SHEETS)
    drafts: dict[str, Draft] = {}
    for row in rows:
        if len(drafts) > _MOST_STUDENTS:
            raise _too_many()
        name = _cell(row, student).strip()
        made = drafts.get(name)
        if made is None:
            made = drafts[name] = draft()
            made.student = name
        made.sheet = made.sheet or _cell(row, sheet)
        written = _cell(row, answer)
        if len(row.cells) > len(header):
            if answer == len(header) - 1:  # `1.2,34,944`
                written = row.separator.join(row.cells[answer:])
            elif id := made.id_of(_cell(row, question)):
                made.twice(id, _moved(row, len(header)))
        made.answer(_cell(row, question), written, f"line {row.line}: ")
    return list(drafts.values())


def _wide(rows: list[Row], header: list[str], draft: Callable[[], Draft]) -> list[Draft]:
    """One student a row."""
    student, sheet = _column(header, _STUDENTS), _column(header, _SHEETS)
    probe, drafts = draft(), list[Draft]()
    if student is None and not probe.id_of(header[0]):
        student = 0
    unknown = [cell for at, cell in enumerate(header) if cell and at not in (student, sheet) and not probe.id_of(cell)]
    questions = [at for at, cell in enumerate(header) if at not in (student, sheet) and probe.id_of(cell)]
    for row in _bounded(rows[1:]):
        made = draft()
        made.student, made.sheet = _cell(row, student), _cell(row, sheet)
        for name in unknown if not drafts else ():
            made.remark(f"the column `{name[:40]}` is no question")
        if len(row.cells) > len(header):
            made.problem = Diagnostic("K502", _moved(row, len(header)), Span(row.line, 1, row.line, 1))
        for at in questions:
            made.answer(header[at], _cell(row, at))
        drafts.append(made)
    return drafts


def _bounded(rows: list[Row]) -> list[Row]:
    if len(rows) > _MOST_STUDENTS:
        raise _too_many()
    return rows


def _too_many() -> Unusable:
    return Unusable(f"the table has more than {_MOST_STUDENTS:,} students")


def _moved(row: Row, columns: int) -> str:
    """An answer with commas that is not in quotes moves those behind it."""
    cells = f"line {row.line} has {len(row.cells)} cells under {columns} columns"
    return f"{cells}: an answer with `{row.separator}` must stand in quotes"


def _cell(row: Row, at: int | None) -> str:
    return row.cells[at] if at is not None and at < len(row.cells) else ""
