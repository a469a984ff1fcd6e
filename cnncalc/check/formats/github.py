"""Annotations of GitHub Actions, and the same findings in full as lines of the log: GitHub shows but ten annotations of a kind.

A command is `::error file=F,line=L,...::message`. What the runner would take for one is encoded in its data and properties
(github.com/actions/toolkit, core/src/command.ts), and in plain lines it is broken by a space: the runner obeys `::` behind any
space at the start of a line, and `##[` anywhere.
"""

from __future__ import annotations

import re
from unicodedata import category

from cnncalc.check.formats import Look, full
from cnncalc.check.formats._texts import below, plural
from cnncalc.check.results import CheckedFile, Merged, Summary
from cnncalc.diagnostics import printable

STREAMS = True
_KINDS = {"error": "error", "warning": "warning", "info": "notice"}
_SHOWN = 10  # annotations of each kind in one step
_COMMAND = re.compile(r"^\s*:(?=:)|##(?=\[)", re.MULTILINE)
_LINE_ENDS = "\r\n"


def render_file(file: CheckedFile, number: int, look: Look, before: Summary) -> str:
    """The file's annotations, then its findings as the log shows them."""
    if file.error:
        commands = [_command("error", {"title": file.path}, file.error)]  # no `file`: GitHub shows none that is not there
    else:
        commands = [_annotation(file, merged) for merged in file.merged()]
    return "".join(commands) + _COMMAND.sub(r"\g<0> ", full.render_file(file, number, look, before))


def _annotation(file: CheckedFile, merged: Merged) -> str:
    place, finding = merged.place, merged.finding
    properties: dict[str, object] = {"file": _path(file), "line": place.line}
    if place.line == place.end_line:  # GitHub refuses columns of several lines
        properties["col"] = place.column
    properties["endLine"] = place.end_line
    if place.line == place.end_line:
        properties["endColumn"] = place.end_column
    return _command(_KINDS[finding.severity], {**properties, "title": finding.code}, finding.message)


def _path(file: CheckedFile) -> str:
    path = below(file.path, "GITHUB_WORKSPACE")
    return f"./{path}" if path.startswith("=") else path  # the runner drops an equals sign at the start of a value


def _command(kind: str, properties: dict[str, object], text: str) -> str:
    written = ",".join(f"{name}={_data(str(value), ':,')}" for name, value in properties.items())
    return f"::{kind} {written}::{_data(text)}\n"


def _data(text: str, also: str = "") -> str:
    """Encoded; what a terminal would obey is escaped, but spaces of other scripts stay what they are in a file's name."""
    shown = "".join(c if c.isprintable() or c in _LINE_ENDS or category(c) == "Zs" else printable(c) for c in text)
    for character in f"%{_LINE_ENDS}{also}":
        shown = shown.replace(character, f"%{ord(character):02X}")
    return shown


def head(summary: Summary, look: Look) -> str:
    """Nothing."""
    return ""


def tail(summary: Summary, look: Look) -> str:
    """How many annotations GitHub leaves out, and the sums."""
    if look.quiet:
        return ""
    counts = {kind: summary.counts[level] for level, kind in _KINDS.items()}
    counts["error"] += summary.unreadable
    more = [plural(count - _SHOWN, kind) for kind, count in counts.items() if count > _SHOWN]
    note = f"GitHub shows {_SHOWN} annotations of each kind in a step; not shown: {', '.join(more)}.\n" if more else ""
    return note + full.tail(summary, look)
