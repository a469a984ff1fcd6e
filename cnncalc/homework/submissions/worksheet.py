"""A worksheet in Markdown: written with room for answers, and read back whatever people do to it in between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from cnncalc.homework.submissions._sheet import Draft, Sheet

if TYPE_CHECKING:
    from cnncalc.homework.question import Question

_ROOM = "_" * 20
_HEADING = re.compile(r"[ \t>]{0,8}#{1,6}[ \t]*(\S.*)")
_POINTS = re.compile(r"[\s*_(\[]*\(?\s*[\d/.]+\s*(?:points?|pts?|p)\b.*", re.IGNORECASE)
_NAMED = re.compile(r"[\s>*_#-]{0,20}(student|name|sheet)[\s*_]{0,8}[:：](.*)", re.IGNORECASE)
_ANSWER = re.compile(r"[\s>*_#-]{0,20}(?:answers?|ans)[\s*_]{0,8}(?:\([^)]{0,80}\))?[\s*_]{0,8}(?:[:：=]|$)(.*)", re.IGNORECASE)
_LINE_START = re.compile(r"(?m)^([ \t>*_-]*)(#|[aA](?=nswer))")
_QUOTED = re.compile(r"(?m)^[ \t]*>[ \t]?")
_FILL = re.compile(r"_{4,}")
_ROUND = re.compile(r"(?<!\S)_{3,}(?=[^\s_])|(?<=[^\s_])_{3,}(?!\S)")
_BULLET = re.compile(r"[*+•–-] +(?=\S)")
_ESCAPED = re.compile(r"\\([][()*_~.+|<>`#-])")
_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*\w*[ \t]*")
_RULE = re.compile(r"[ \t]*(?:\*{3,}|-{3,})[ \t]*")


def write_worksheet(title: str, sheet: str, questions: Iterable[Question], student: str = "") -> str:
    """A worksheet in Markdown. `sheet` says which one it is, so that the key with the same name grades it."""
    lines = [f"# {_one_line(title)}", "", f"Student: {_one_line(student) or _ROOM}", "", f"Sheet: {_one_line(sheet)}", ""]
    for question in questions:
        points = question.points
        lines += [f"## {question.id} ({points} point{'' if points == 1 else 's'})", "", _escaped(question.text), ""]
        if question.form == "cells":
            lines += ["Answer (one row a line):", "", "```text", "", "```", ""]
        else:
            lines += [f"Answer: {_ROOM}", ""]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """A question's text in which no line looks like a heading or an answer."""
    return _LINE_START.sub(lambda found: found[1] + ("\\#" if found[2] == "#" else f"&#{ord(found[2])};"), text.strip())


def is_one(text: str) -> bool:
    """Whether a text has a worksheet's headings or lines of answers."""
    return any(_HEADING.match(line) or _ANSWER.match(line) for line in text.splitlines())


def read(text: str, path: str, otherwise: str, draft: Callable[[], Draft]) -> list[Sheet]:
    """One sheet."""
    made = draft()
    id: str | None = None
    section: list[str] = []
    lines = _without_comments(text).splitlines()
    for number, line in enumerate(lines, start=1):
        label = _heading(line, made)
        if label is None:
            section.append(line)
            continue
        _close(made, id, section, number)
        id, section = label, []
    _close(made, id, section, len(lines) + 1)
    return [made.finished(path, otherwise, text)]


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    for other in others:
        comment, end, rest = other.partition("-->")
        first += "\n" * comment.count("\n") + rest if end else comment
    return first


def _heading(line: str, draft: Draft) -> str | None:
    """The id that a line begins a question with: `## 1.1 (2 points)`, `##1.1`, and without its marks `1.1 (2 points)`."""
    found = _HEADING.match(line)
    text = _ESCAPED.sub(r"\1", (found[1] if found else line).strip()).strip("*_# ")
    if len(text) > 200:
        return None
    at = text.find("(")
    label, rest = (text[:at].rstrip("*_ "), text[at:]) if at > 0 else (text, "")
    has_points = bool(rest and _POINTS.fullmatch(rest))
    if has_points and (found or draft.id_of(label)):
        return label
    if not found:
        return None
    words = label.split()
    for count in (len(words), 1, 2):
        if draft.id_of(" ".join(words[:count])):
            return " ".join(words[:count])
    return None


def _close(draft: Draft, id: str | None, lines: list[str], end: int) -> None:
    """What stands between two headings: the answer, or above the first one who the student is."""
    if id is None:
        _preamble(draft, lines)
        return
    for number, line in enumerate(lines):
        found = _ANSWER.match(line)
        if found:
            draft.answer(id, _answer(found[1], lines[number + 1 :]), f"line {end - len(lines) - 1}: ")
            return
    if draft.id_of(id) is None:
        draft.answer(id, "")
    elif any(line.strip() for line in lines):
        draft.remark(f"question {id} has no line that begins with `Answer:`")


def _preamble(draft: Draft, lines: list[str]) -> None:
    for line in lines:
        found = _NAMED.match(line)
        if found:
            value = _FILL.sub(" ", _ESCAPED.sub(r"\1", found[2])).strip().strip("*`").strip()
            if found[1].lower() == "sheet":
                draft.sheet = draft.sheet or value
            else:
                draft.student = draft.student or value


def _answer(first: str, others: list[str]) -> str:
    """What was written behind `Answer:` and below it, without the room that was left for it."""
    first = first.strip()
    if first.count("**") % 2:  # of `**Answer:** 760` or `**Answer: 760**`
        first = first[2:] if first.startswith("**") else first.removesuffix("**")
    room = (_FENCE, _RULE)
    kept = [line for line in others if not _FILL.fullmatch(line.strip()) and not any(one.fullmatch(line) for one in room)]
    rest = [_ROUND.sub("", line) for line in kept]
    first = "" if _FENCE.fullmatch(first) else first.strip("_ \t")
    text = _ESCAPED.sub(r"\1", _QUOTED.sub("", "\n".join([first, *rest]))).strip()
    bullet = _BULLET.match(text) if not first else None
    return text[bullet.end() :] if bullet and "\n" not in text else text
