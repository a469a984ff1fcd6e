"""JSON lines: the entry of `as_json` for each network as soon as its file is checked; the last line is the summary."""

from __future__ import annotations

import json

from cnncalc.check.formats import Look
from cnncalc.check.formats.as_json import SCHEMA, entries, sums
from cnncalc.check.results import CheckedFile, Summary

STREAMS = True


def render_file(file: CheckedFile, number: int, look: Look, before: Summary) -> str:
    """A line for each of the file's networks."""
    return "".join(json.dumps(entry) + "\n" for entry in entries(file))


def head(summary: Summary, look: Look) -> str:
    """Nothing."""
    return ""


def tail(summary: Summary, look: Look) -> str:
    """The sums, with the schema's name."""
    return json.dumps({"schema": SCHEMA, "summary": sums(summary)}) + "\n"
