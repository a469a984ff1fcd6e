"""Where output goes and how it looks there: widths, colour, whole files, and findings on standard error."""

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


def keep_the_source(name: str, output: str) -> None:
    """Refuse to write over the file that is read, `file:variant` too."""
    for path in (name, name.rpartition(":")[0]):
        if os.path.isfile(path) and os.path.isfile(output) and os.path.samefile(path, output):
            raise UsageError(f"{output} is the file that is read", "name another file behind `-o`")


def keep_what_is_read(targets: Iterable[str | None], read: Iterable[str], what: str = "report") -> None:
    """Refuse to write over something that is read, or one thing over another, or what cannot be written."""
    from cnncalc import files

    given = [target for target in targets if target is not None and target != "-"]
    named = list(map(os.path.realpath, given))
    known = set(map(os.path.realpath, read))
    for target, path in zip(given, named, strict=True):
        if named.count(path) > 1:
            raise UsageError(f"two {what}s are to be written to {path}")
        if path in known:
            raise UsageError(f"{path} is a file that is read", f"name another file for the {what}")
        files.check_target(target)


def write(text: str, output: str | None = None) -> None:
    """Text on standard output, or whole into the file `output` where one is named (`-` is standard output).

    What standard output's encoding cannot hold is escaped; files are UTF-8. Raises UsageError where it cannot be written.
    """
    write_pieces((text,), output)


def write_pieces(pieces: Iterable[str], output: str | None = None) -> None:
    """A text in pieces, as `write` does; no more of it is held than a piece."""
    if output not in (None, "-"):
        from cnncalc import files

        files.write_pieces(output, (piece.encode("utf-8", "backslashreplace") for piece in pieces))
        return
    encoding = sys.stdout.encoding or "utf-8"
    for piece in pieces:
        _print(piece.encode(encoding, "backslashreplace").decode(encoding))


def _print(text: str) -> None:
    """Text on standard output. A reader that left early changes no exit status; any other failure is a UsageError."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(1)
    except OSError as error:
        _silence(1)
        raise UsageError(f"standard output cannot be written: {(error.strerror or str(error)).lower()}") from None


def say(text: str) -> None:
    """Text on standard error; that nobody can read it changes no exit status."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _silence(2)


def _silence(descriptor: int) -> None:
    """Send the rest nowhere, or the interpreter would fail on it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def print_findings(findings: Iterable[Diagnostic], source: str, path: str, color: str) -> None:
    """Findings in full on standard error, with a count at the end."""
    findings = list(findings)
    if not findings:
        return
    from cnncalc.render.findings import colored, render_findings, summary

    text = render_findings(findings, source, path, known_width(sys.stderr) or 100) + summary(findings) + "\n"
    if wants_color(color, sys.stderr):
        text = colored(text)
    encoding = sys.stderr.encoding or "utf-8"
    say(text.encode(encoding, "backslashreplace").decode(encoding))


def exit_status(findings: Iterable[Diagnostic]) -> int:
    """1 where an error was found."""
    return int(any(finding.severity == "error" for finding in findings))
