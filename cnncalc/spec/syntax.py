"""What a YAML parser's complaint means, in words and at the place that a person must look at.

The two parsers of PyYAML word one mistake differently; both are recognised by what they were doing, so that both give
the same finding.
"""

from __future__ import annotations

import re
from typing import Any

from cnncalc.diagnostics import Diagnostic, Label, Span

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def explain_syntax_error(error: Any, text: str) -> Diagnostic:
    """A parser's error as a finding Y003 or Y004."""
    problem, context = (getattr(error, name, None) or "" for name in ("problem", "context"))
    at = _place(getattr(error, "problem_mark", None), text)
    opening = _place(getattr(error, "context_mark", None), text)
    lines = LINE_BREAK.split(text)
    character = _character(lines, at)
    if _indented_by_tab(lines, at):
        return Diagnostic("Y004", "a tab is used for indentation", _first_tab(lines, at), (), ("indent with spaces",))
    if character == "\t":
        return _tab_as_space(at)
    if "flow" in context and "scanning" not in context:
        bracket = _character(lines, opening)
        name = {"[": "list", "{": "mapping"}.get(bracket, "collection")
        labels = (Label(at, "reading stopped here"),) if at != opening else ()
        return Diagnostic("Y003", f"the {name} opened by `{bracket}` is not closed", opening, labels)
    if "quoted scalar" in context and "escape" not in problem and "hexdecimal" not in problem:
        return Diagnostic("Y003", f"the text opened by `{_character(lines, opening)}` is not closed", opening)
    if "block" in context and "parsing" in context:
        help = "the entries of one list or mapping start in one column"
        labels = (Label(opening, "which starts here"),) if opening != at else ()
        return Diagnostic("Y003", "this does not belong to the list or mapping above it", at, labels, (help,))
    return Diagnostic("Y003", *_other(problem, context, character, at))


def _other(problem: str, context: str, character: str, at: Span) -> tuple[str, Span, tuple[Label, ...], tuple[str, ...]]:
    if "mapping values are not allowed" in problem:
        return "a second `:` in one line", at, (), ("quote a text that holds `: `",)
    if "cannot start any token" in problem:
        return f"`{character}` cannot start a value", at, (), ("quote the text",)
    if "expected ':'" in problem:
        return "a key without its `:`", at, (), ()
    if "escape" in problem or "hexdecimal" in problem:
        return "unknown escape in a double-quoted text", at, (), ("write \\\\ for a backslash, or use single quotes",)
    if "document start" in problem:
        return "text after the end of the document", at, (), ("one closing bracket too many, or wrong indentation",)
    if "directive" in context:
        return "a directive that cannot be read", at, (), ("leave the line out",)
    shown = f"`{character}` is not expected here" if character.strip() else "this cannot be read as YAML"
    return shown, at, (), ()


def _place(mark: Any, text: str) -> Span:
    if mark is None:
        return Span(1, 1, 1, 1)
    line, column = mark.line + 1, mark.column + 1
    lines = LINE_BREAK.split(text)
    if line > len(lines):
        line, column = len(lines), len(lines[-1]) + 1
    return Span(line, column, line, column + 1)


def _character(lines: list[str], at: Span) -> str:
    return lines[at.line - 1][at.column - 1 : at.column]


def _indented_by_tab(lines: list[str], at: Span) -> bool:
    line = lines[at.line - 1]
    return "\t" in line[: len(line) - len(line.lstrip())]


def _first_tab(lines: list[str], at: Span) -> Span:
    column = lines[at.line - 1].find("\t") + 1
    return Span(at.line, column, at.line, column + 1)


def find_separating_tab(text: str, scalars: list[Any]) -> Diagnostic | None:
    """The first tab that stands between tokens (one parser takes it for a space, the other refuses it)."""
    covered: dict[int, list[Any]] = {}
    for scalar in scalars:
        for line in range(scalar.line, scalar.end_line + 1):
            covered.setdefault(line, []).append(scalar)
    for number, line in enumerate(LINE_BREAK.split(text), 1):
        for found in re.finditer("\t", line):
            column = found.start() + 1
            inside = any(
                (s.line, s.column) <= (number, column) < (s.end_line, s.end_column) for s in covered.get(number, [])
            )
            comment = re.search(r"(^|\s)#", line[: found.start()])
            if not inside and not comment and line[found.start() :].strip():
                return _tab_as_space(Span(number, column, number, column + 1))
    return None


def _tab_as_space(at: Span) -> Diagnostic:
    return Diagnostic("Y004", "a tab is used as space", at, (), ("use spaces",))
