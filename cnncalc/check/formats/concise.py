"""A line for each finding, `path:line:col: CODE message`, for editors and for grep; the layer stands behind the message."""

from __future__ import annotations

from cnncalc.check.formats import Look
from cnncalc.check.formats._texts import checked, clean, closing, found, message, plural, set_aside, unreadable
from cnncalc.check.results import CheckedFile, Merged, Summary
from cnncalc.diagnostics import printable

STREAMS = True


def render_file(file: CheckedFile, number: int, look: Look, before: Summary) -> str:
    """Each finding once; places count from 1, columns in characters."""
    if file.error:
        return f"error: {unreadable(file)}\n"
    found = file.merged()
    if not found:
        return clean(file) if look.verbose and not look.quiet else ""
    return "".join(f"{printable(file.path)}:{_line(merged)}\n" for merged in found)


def _line(merged: Merged) -> str:
    return f"{merged.place.line}:{merged.place.column}: {merged.finding.code} {message(merged)}"


def head(summary: Summary, look: Look) -> str:
    """Nothing."""
    return ""


def tail(summary: Summary, look: Look) -> str:
    """How often each code was found, where that was asked for, and the sums."""
    if look.quiet:
        return ""
    last = checked(summary)
    if found(summary):
        where = f"{summary.with_findings:,} of {plural(summary.files, 'file')} ({plural(summary.networks, 'network')})"
        unread = f", {plural(summary.unreadable, 'file')} could not be read" if summary.unreadable else ""
        last = f"Found {found(summary)} in {where}{unread}{set_aside(summary)}."
    return closing(summary, last, look.statistics)
