"""What a YAML parser's complaint means, in words and at the place that a person must look at.

The two parsers of PyYAML word one mistake differently; both are recognised by what they were doing, so that both give
the same finding.
"""

from __future__ import annotations

import re
from typing import Any

from cnncalc.diagnostics import LINE_BREAK, Diagnostic, Label, Span


def explain_syntax_error(error: Any, text: str) -> Diagnostic:
    """A parser's error as a finding Y003 or Y004."""
    problem, context = (getattr(error, name, None) or "" for name in ("problem", "context"))
    at = _place(getattr(error, "problem_mark", None), text)
    opening = _place(getattr(error, "context_mark", None), text)
    lines = LINE_BREAK.split(text)
    character = _character(lines, at)
    if "found unexpected ':'" in problem:
        return doubtful_mark(":", at)
    if "could not find expected ':'" in problem:
        dash = re.match(r"\s*-\w", lines[opening.line - 1])
        help = ("an entry starts with `- `, with a space",) if dash else ()
        return Diagnostic("Y003", "a key without its `:`", opening, (), help)
    bracket = _character(lines, opening)
    if "flow" in context and "scanning" not in context and bracket in ("[", "{"):
        return _broken_flow(bracket, opening, at, lines)
    if "quoted scalar" in context and not _is_escape(problem):
        return Diagnostic("Y003", f"the text opened by `{bracket}` is not closed", opening)
    if "block" in context and "parsing" in context and character not in ("]", "}"):
        return _stray(opening, at, lines)
    if "directive" in context:
        return unknown_directive(opening)
    if "found unknown escape character '" in problem:  # one parser stands behind the backslash
        at = Span(at.line, at.column - 1, at.line, at.column)
    if getattr(error, "problem_mark", None) is None and (found := find_bad_escape(text)) is not None:
        return unknown_escape(place_of(text, found))
    if "mapping values are not allowed" in problem:
        slip = _bare_word_above(lines, at) or _missing_space(lines, at)
        if slip is not None:
            return slip
    return Diagnostic("Y003", *_other(problem, context, character, at))


_TIGHT_COLON = re.compile(r"\s*(?:- +)*([A-Za-z_]\w*):(?=[^\s:])")


def _missing_space(lines: list[str], at: Span) -> Diagnostic | None:
    """`input:32x32x3` or `conv:{...}`, on this line or the one above: without a space there is no key."""
    for number in (at.line, at.line - 1):
        found = _TIGHT_COLON.match(lines[number - 1]) if number else None
        if found is not None:
            place = Span(number, found.end(), number, found.end() + 1)
            return Diagnostic("Y003", f"a space is missing after `{found.group(1)}:`", place, (), ("write `key: value`",))
    return None


_BARE_WORD = re.compile(r"\s*(?:- +)+([A-Za-z_]\w*)\s*(?:#.*)?")


def _bare_word_above(lines: list[str], at: Span) -> Diagnostic | None:
    """`- relu` with `name: x` on the line below: a bare word takes no lines, `relu:` does."""
    found = _BARE_WORD.fullmatch(lines[at.line - 2]) if at.line > 1 else None
    if found is None:
        return None
    key = lines[at.line - 1][: at.column - 1].lstrip()
    column = at.column - len(key)
    word = Span(at.line - 1, found.start(1) + 1, at.line - 1, found.end(1) + 1)
    labels = (Label(word, "a word of its own"),)
    message = f"`{key[:40]}` stands under a word that takes no lines"
    return Diagnostic("Y003", message, Span(at.line, column, at.line, at.column), labels, (f"write `{found.group(1)}:`",))


def _broken_flow(bracket: str, opening: Span, at: Span, lines: list[str]) -> Diagnostic:
    """A bracket that never closes, or a comma left out between it and its end."""
    name, closing = {"[": ("list", "]"), "{": ("mapping", "}")}[bracket]
    character = _character(lines, at)
    before = lines[at.line - 1][: at.column - 1]
    if at.line == opening.line and re.search(r"\$(\([^)]*)?$", before):
        message = f"`{character}` is not expected here, in an expression without quotes"
        return Diagnostic("Y003", message, at, (), ('quote the expression: "$(...)"',))
    if at.line == opening.line and character.strip() and closing in lines[at.line - 1][at.column - 1 :]:
        message = f"`{character}` is not expected here" if character != ":" else "a second `:` without a comma before it"
        labels = (Label(opening, f"in the {name} opened here"),)
        return Diagnostic("Y003", message, at, labels, (f"a `,` or `{closing}` is missing",))
    stopped = (Label(at, "reading stopped here"),) if at != opening else ()
    return Diagnostic("Y003", f"the {name} opened by `{bracket}` is not closed", opening, stopped)


def _stray(opening: Span, at: Span, lines: list[str]) -> Diagnostic:
    """An entry in a column of its own, or more on a line that was complete."""
    before = lines[at.line - 1][: at.column - 1]
    if _character(lines, at) == ":":
        return Diagnostic("Y003", "a `:` without a key before it", at, (), ("quote a text that starts with `:`",))
    if before.strip(" -"):
        return Diagnostic("Y003", f"`{_character(lines, at)}` is not expected here", at)
    help = "the entries of one list or mapping start in one column"
    labels = (Label(opening, "which starts here"),) if opening != at else ()
    return Diagnostic("Y003", "this does not belong to the list or mapping above it", at, labels, (help,))


def doubtful_mark(mark: str, at: Span) -> Diagnostic:
    """`{a:}` and `[a?]`, which the two parsers read differently."""
    if mark == "?":
        return Diagnostic("Y003", "`?` is not expected here", at, (), ("quote the text",))
    return Diagnostic("Y003", "a `:` without a space after it", at, (), ("write `key: value`, or quote the text",))


def unknown_directive(at: Span) -> Diagnostic:
    """A line that begins with `%`."""
    return Diagnostic("Y003", "a directive that cannot be read", at, (), ("leave the line out",))


def _is_escape(problem: str) -> bool:
    return "escape" in problem or "hexdecimal" in problem


def _other(problem: str, context: str, character: str, at: Span) -> tuple[str, Span, tuple[Label, ...], tuple[str, ...]]:
    if "mapping values are not allowed" in problem:
        return "a second `:` in one line", at, (), ("quote a text that holds `: `",)
    if "cannot start any token" in problem:
        shown = f"`{character}`" if character != "`" else "a backtick"
        return f"{shown} cannot start a value", at, (), ("quote the text",)
    if "tag" in problem or "tag" in context:
        return "a tag that cannot be read", at, (), ("leave the tag out",)
    if _is_escape(problem):
        return _UNKNOWN_ESCAPE, at, (), _ESCAPE_HELP
    if character in ("]", "}"):
        return f"`{character}` closes nothing", at, (), ()
    if "alias" in context or "anchor" in context:
        return "`*` or `&` without a name", at, (), ("quote the text",)
    if "sequence entries are not allowed" in problem:
        return "`- ` starts an entry where none can stand", at, (), ("inside `[...]` entries stand without it",)
    if "incompatible" in problem:
        return "a version of YAML that is not read", at, (), ("leave the line out",)
    if "document start" in problem:
        return "text after the end of the document", at, (), ("one closing bracket too many, or wrong indentation",)
    shown = f"`{character}` is not expected here" if character.strip() else "this cannot be read as YAML"
    return shown, at, (), ()


#: Escapes for what is no character, which one parser lets through, and whatever else a backslash stands before.
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)", re.DOTALL)


def find_bad_escape(text: str) -> int | None:
    """Where the digits of the first escape for no character begin."""
    for found in _ESCAPE.finditer(text):
        digits = found.group(1) or found.group(2)
        if digits and (0xD800 <= int(digits, 16) <= 0xDFFF or int(digits, 16) > 0x10FFFF):
            return found.start() + 2
    return None


def unknown_escape(at: Span) -> Diagnostic:
    """A backslash in double quotes before what it does not go with."""
    return Diagnostic("Y003", _UNKNOWN_ESCAPE, at, (), _ESCAPE_HELP)


_UNKNOWN_ESCAPE = "unknown escape in a double-quoted text"
_ESCAPE_HELP = ("write \\\\ for a backslash, or use single quotes",)


def place_of(text: str, index: int) -> Span:
    """The place of one character."""
    lines = LINE_BREAK.split(text[:index])
    column = len(lines[-1]) + 1
    return Span(len(lines), column, len(lines), column + 1)


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
