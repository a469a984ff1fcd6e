"""A line for each finding, `path:line:col: CODE message`, for editors and for grep.

The layer stands behind the message, and the level where it is no error.
"""

from __future__ import annotations

from cnncalc.check.formats import Look
from cnncalc.check.formats._texts import at_start, checked, clean, closing, found, message, plural, read, set_aside, unreadable
from cnncalc.check.results import CheckedFile, Merged, Summary

STREAMS = True


def render_file(file: CheckedFile, number: int, look: Look, before: Summary) -> str:
    """Each finding once; places count from 1, columns in characters."""
    if file.error:
        return f"error: {unreadable(file)}\n"
    found = file.merged()
    if not found:
        return clean(file) if look.verbose and not look.quiet else ""
    return "".join(f"{at_start(file.path)}:{_line(merged)}\n" for merged in found)


def _line(merged: Merged) -> str:
    level = "" if merged.finding.severity == "error" else f" [{merged.finding.severity}]"
    return f"{merged.place.line}:{merged.place.column}: {merged.finding.code} {message(merged)}{level}"


def head(summary: Summary, look: Look) -> str:
    """Nothing."""
    return ""


def tail(summary: Summary, look: Look) -> str:
    """How often each code was found, where that was asked for, and the sums."""
    if look.quiet:
        return ""
    last = checked(summary)
    if found(summary):
        where = f"{summary.with_findings:,} of {read(summary)}"
        unread = f", {plural(summary.unreadable, 'path')} could not be read" if summary.unreadable else ""
        last = f"Found {found(summary)} in {where}{unread}{set_aside(summary)}."
    return closing(summary, last, look.statistics)
