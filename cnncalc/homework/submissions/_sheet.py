"""What reading a submission gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cnncalc.diagnostics import Diagnostic, Span
from cnncalc.homework.answers.plain import is_left_out
from cnncalc.homework.written import Raw, Unreadable

_MOST_REMARKS = 20
_LONGEST_NAME = 200
_BEFORE_ID = re.compile(r"(?:question|exercise|problem|task|aufgabe|nr|no|q|ex|#)\s*[.:]?\s*(?=\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """One student's answers as they were written, by the ids of the questions.

    `unread` holds the questions whose answer stands there twice (K503). `problem` says why nothing could be read, with its
    place in `source`; there are no answers then. `student` is what the file says, else its name without the ending.
    """

    path: str
    student: str
    answers: Mapping[str, Raw] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    problem: Diagnostic | None = None
    source: str = ""
    sheet: str = ""  # which worksheet it is, as `cnncalc exercise` numbers them
    unread: Mapping[str, Unreadable] = field(default_factory=dict)


class Unusable(Exception):
    """A file of which nothing can be read."""

    def __init__(self, message: str, span: Span | None = None, *help: str) -> None:
        super().__init__(message)
        self.problem = Diagnostic("K502", message, span, (), help)


class Draft:
    """A sheet while it is read: answers with the ids that people write for a question's, and what is odd about them."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self.student = self.sheet = ""
        self.problem: Diagnostic | None = None
        self._answers: dict[str, Raw] = {}
        self._texts: dict[str, str] = {}  # the answers as texts; "" where one was left out
        self._twice: dict[str, Unreadable] = {}
        self._remarks: dict[str, None] = {}

    def id_of(self, text: str) -> str | None:
        """The question that `1.1`, `1.1)` or `Question 1.1:` stands for. `1.10` is never `1.1`."""
        text = text.strip()
        if text in self._known:
            return self._known[text]
        return self._known.get(_folded(text))

    def answer(self, label: str, raw: Raw, place: str = "") -> None:
        """An answer that stands behind a question's id; a remark where there is no such question."""
        id = self.id_of(label)
        if id is None:
            self.remark(f"{place}there is no question `{label.strip()[:40]}`")
            return
        if id in self._twice:
            return  # a file may hold hundreds of thousands
        known, text = self._texts.get(id), _same(raw)
        if text == known:
            return
        text = "" if is_left_out(text, "") else text
        if not known:
            self._answers[id], self._texts[id] = raw, text
        elif text:
            self.twice(id, f"two answers, `{known[:40]}` and `{text[:40]}`, where one counts")

    def twice(self, id: str, message: str) -> None:
        """A question whose answer is not one."""
        self._twice.setdefault(id, Unreadable("K503", message))

    def remark(self, text: str) -> None:
        self._remarks[text] = None

    def finished(self, path: str, otherwise: str, source: str) -> Sheet:
        """The sheet; `otherwise` is the student's name where the file has none."""
        kept = {} if self.problem else self._answers
        answers = {id: raw for id, raw in kept.items() if id not in self._twice}
        remarks = list(self._remarks)[:_MOST_REMARKS]
        if len(self._remarks) > _MOST_REMARKS:
            remarks.append(f"and {len(self._remarks) - _MOST_REMARKS:,} more")
        student = " ".join(self.student.split())[:_LONGEST_NAME]
        sheet = " ".join(self.sheet.split())[:_LONGEST_NAME]
        return Sheet(path, student or otherwise, answers, tuple(remarks), self.problem, source, sheet, dict(self._twice))


def known_ids(ids: Sequence[str]) -> dict[str, str]:
    """What is written for an id -> the id: exactly it, or it in another way where that is no other's."""
    return {_folded(id): id for id in reversed(ids)} | {id: id for id in ids}


#: What reads one form of submissions: the text, the path, the name of a student without one, and a draft for each student.
Reader = Callable[[str, str, str, Callable[[], Draft]], list[Sheet]]


def _folded(id: str) -> str:
    """What is the same in all ways to write an id."""
    text = id.strip().strip("*_`").strip().rstrip(".:)").casefold()
    return _BEFORE_ID.sub("", text, count=1) if _BEFORE_ID.match(text) else text


def _same(raw: Raw) -> str:
    return " ".join(raw.split()) if isinstance(raw, str) else f"[{', '.join(map(_same, raw))}]"
