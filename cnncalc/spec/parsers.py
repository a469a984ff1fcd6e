"""Where PyYAML's two parsers differ, brought to one finding and one place for both."""

from __future__ import annotations

import re
from typing import Any

from cnncalc.diagnostics import LINE_BREAK, Diagnostic, Span
from cnncalc.spec.syntax import doubtful_mark, find_bad_escape, place_of, unknown_directive, unknown_escape

#: Where in a text the parsers may disagree about the end of a plain scalar.
DOUBTFUL = re.compile(r":(?=[,?\[\]{}])|\?")
_TO_QUESTION_MARK = re.compile(r"\s*\?")
_UNKNOWN_DIRECTIVE = re.compile(r"(?:(?:#.*|%(?:YAML|TAG)\b.*|[ ]*)\n)*(%(?!YAML\b|TAG\b))")


def find_unknown_directive(text: str) -> Diagnostic | None:
    """A `%` line that one parser passes over."""
    found = _UNKNOWN_DIRECTIVE.match(text)
    return unknown_directive(place_of(text, found.start(1))) if found else None


def find_doubtful_mark(text: str, start: int, end: int) -> Diagnostic | None:
    """A `:` before a bracket or comma, or a `?`, in or after a plain text: the parsers differ on where it ends."""
    follows = _TO_QUESTION_MARK.match(text, end)
    found = DOUBTFUL.search(text, start, follows.end() if follows else end + 2)
    if found and (found.start() <= end or follows):
        return doubtful_mark(found.group(), place_of(text, found.start()))
    return None


def find_surrogate(text: str, start: int, end: int) -> Diagnostic | None:
    """Half a character in a double-quoted text, which one parser lets through."""
    found = find_bad_escape(text[start:end])
    return None if found is None else unknown_escape(place_of(text, start + found))


def find_hidden_escape(text: str, last: Any, error: Any) -> Diagnostic | None:
    """A bad escape just before a fault: one parser looks ahead and sees the fault first."""
    mark = getattr(error, "problem_mark", None)
    if mark is None or last is None or mark.index is None:
        return None
    return find_surrogate(text, last.index, mark.index)


def place_of_nothing(text: str, last: Any, index: int) -> tuple[int, int]:
    """A value left out stands right after its colon (or its key, as in `{a, b}`); one parser puts it before what comes next."""
    colon = text.find(":", last.index, index)
    if colon < 0:
        return last.line + 1, last.column + 1
    between = LINE_BREAK.split(text[last.index : colon + 1])
    return last.line + len(between), (last.column if len(between) == 1 else 0) + len(between[-1]) + 1


def where_it_stopped(error: Any) -> tuple[int, int] | None:
    """Up to where a text was understood."""
    quoted = "quoted scalar" in (getattr(error, "context", None) or "")
    mark = getattr(error, "context_mark" if quoted else "problem_mark", None)
    return (mark.line + 1, mark.column + 1) if mark else None


def find_separating_tab(text: str, scalars: list[Any], end: tuple[int, int] | None) -> Diagnostic | None:
    """The first tab before `end` that stands between tokens: one parser takes it for a space, the other refuses it."""
    covered: dict[int, list[Any]] = {}
    for scalar in scalars:
        if not scalar.plain:
            for number in range(scalar.line, scalar.end_line + 1):
                covered.setdefault(number, []).append(scalar)
    for number, line in enumerate(LINE_BREAK.split(text), 1):
        for found in re.finditer(r"\t|(?:^|(?<=\s))#", line):
            at = (number, found.start() + 1)
            if end is not None and at > end:
                return None
            if any((s.line, s.column) <= at < (s.end_line, s.end_column) for s in covered.get(number, [])):
                continue
            if found.group() == "#":
                break
            indents = not line[: found.start()].strip()
            message, help = _INDENTING_TAB if indents else _SPACING_TAB
            return Diagnostic("Y004", message, Span(*at, number, at[1] + 1), (), (help,))
    return None


_INDENTING_TAB = ("a tab is used for indentation", "indent with spaces")
_SPACING_TAB = ("a tab is used as space", "use spaces")
