"""Where output goes and how it looks there: widths, colour, and findings on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TextIO

from cnncalc.diagnostics import Diagnostic, UsageError


def wants_color(color: str, stream: TextIO) -> bool:
    """--color over NO_COLOR and FORCE_COLOR over whether it is a terminal."""
    if color not in ("auto", "always", "never"):
        raise UsageError(f"--color cannot be `{color}`", "auto, always or never")
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    force = os.environ.get("FORCE_COLOR")
    if force is not None:
        return bool(force)
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def known_width(stream: TextIO) -> int | None:
    """COLUMNS, else the terminal's width; None off a terminal."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    if not stream.isatty():
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except OSError:
        return None


def is_ascii(stream: TextIO) -> bool:
    """Whether the stream cannot show bars and ticks."""
    return not (stream.encoding or "").lower().replace("-", "").startswith("utf")


def write(text: str) -> None:
    """Text on standard output; what its encoding cannot hold is escaped."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def print_findings(findings: Iterable[Diagnostic], source: str, path: str, color: str) -> None:
    """Findings in full on standard error, with a count at the end."""
    findings = list(findings)
    if not findings:
        return
    from cnncalc.render.findings import render_findings, summary

    sys.stdout.flush()
    text = render_findings(findings, source, path, known_width(sys.stderr) or 100) + summary(findings) + "\n"
    if wants_color(color, sys.stderr):
        text = _colored(text)
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))


def _colored(text: str) -> str:
    """Findings with the severity in colour; their texts are printable already."""
    painted = []
    for line in text.splitlines():
        for word, code in (("error[", "1;31"), ("warning[", "1;33"), ("info[", "1;34")):
            if line.startswith(word):
                head, colon, rest = line.partition(": ")
                line = f"\x1b[{code}m{head}\x1b[0m{colon}\x1b[1m{rest}\x1b[0m"
        painted.append(line)
    return "\n".join(painted) + "\n"


def exit_status(findings: Iterable[Diagnostic]) -> int:
    """1 where an error was found."""
    return int(any(finding.severity == "error" for finding in findings))
