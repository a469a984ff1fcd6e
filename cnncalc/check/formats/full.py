"""Findings for people, in full: the message, the place, the line with a caret under it, and what would help.

What is only information takes a line, so that it hides nothing; it is told in full where it fails, or with `verbose`.
"""

from __future__ import annotations

from cnncalc.check.formats import Look
from cnncalc.check.formats._texts import among, checked, clean, closing, line, unreadable
from cnncalc.check.results import CheckedFile, Summary
from cnncalc.render.findings import colored, render_located

STREAMS = True


def render_file(file: CheckedFile, number: int, look: Look, before: Summary) -> str:
    """Each finding once, followed by an empty line; a file without findings is a line where `verbose` asks for it."""
    if file.error:
        return f"error: {unreadable(file)}\n\n"
    found = file.merged()
    if not found:
        return clean(file) if look.verbose and not look.quiet else ""
    brief = [merged for merged in found if not (look.verbose or file.fails(merged.finding)) and merged.finding.severity == "info"]
    located = [(merged.finding, among(merged)) for merged in found if merged not in brief]
    text = render_located(located, file.text, file.path, look.width)
    text += "".join(f"info[{merged.finding.code}] {line(file, merged)}\n" for merged in brief) + "\n" * bool(brief)
    return colored(text) if look.color else text


def head(summary: Summary, look: Look) -> str:
    """Nothing."""
    return ""


def tail(summary: Summary, look: Look) -> str:
    """Where more is said, how often each code was found where that was asked for, and the sums."""
    if look.quiet:
        return ""
    more = "What a code means: cnncalc rule CODE\n" if summary.codes else ""
    return more + closing(summary, checked(summary), look.statistics)
