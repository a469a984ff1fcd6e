"""The formats of `cnncalc check`: one file each, imported when it is asked for.

Each module has `render_file`, the text of one file, `head` and `tail`, what stands before and behind those, and `STREAMS`:
whether a file's text may be printed before the next file is checked (there is no head then).
Nothing is kept between files, so a run over many stays small.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from cnncalc.check.results import CheckedFile, Summary

#: Format -> module.
FORMATS: dict[str, str] = {
    "full": "cnncalc.check.formats.full",
    "concise": "cnncalc.check.formats.concise",
    "json": "cnncalc.check.formats.as_json",
    "jsonl": "cnncalc.check.formats.jsonl",
    "github": "cnncalc.check.formats.github",
    "gitlab": "cnncalc.check.formats.gitlab",
    "junit": "cnncalc.check.formats.junit",
    "sarif": "cnncalc.check.formats.sarif",
    "markdown": "cnncalc.check.formats.markdown",
}


class Look(NamedTuple):
    """How a report is to look where its format leaves that open."""

    width: int = 100
    color: bool = False
    quiet: bool = False  # findings alone
    verbose: bool = False  # a line for each file without findings too
    statistics: bool = False  # how often each code was found


class Format(Protocol):
    """What a module of a format offers."""

    STREAMS: bool

    def render_file(self, file: CheckedFile, number: int, look: Look, before: Summary) -> str:
        """One file's part, which may be empty; `number` counts the files from 0, `before` has the sums of those before it."""

    def head(self, summary: Summary, look: Look) -> str:
        """What stands before the files' parts; empty where the format streams."""

    def tail(self, summary: Summary, look: Look) -> str:
        """What stands behind the files' parts."""
