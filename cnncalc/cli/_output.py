"""Where output goes and how it looks there: widths, colour, whole files, and findings on standard error."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
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


def write(text: str, output: str | None = None) -> None:
    """Text on standard output, or whole into the file `output` where one is named (`-` is standard output).

    What standard output's encoding cannot hold is escaped; files are UTF-8. Raises UsageError where it cannot be written.
    """
    if output not in (None, "-"):
        _write_file(output, text.encode("utf-8", "backslashreplace"))
        return
    encoding = sys.stdout.encoding or "utf-8"
    _print(text.encode(encoding, "backslashreplace").decode(encoding))


def _write_file(path: str, data: bytes) -> None:
    """A new file takes the old one's place in one step, or the old one stays as it is.

    A link is followed, and an old file's mode and owner are kept. What is no regular file (`/dev/stdout`, a pipe) is
    written as it is.
    """
    if not os.path.basename(path):
        raise UsageError(f"the output `{path}` names no file")
    target = os.path.realpath(path) if os.path.islink(path) else path
    try:
        old = os.stat(path) if os.path.exists(path) else None
        if old is not None and not stat.S_ISREG(old.st_mode):
            with open(path, "wb") as stream:
                stream.write(data)
        elif old is not None and not os.access(path, os.W_OK):
            raise PermissionError(0, "it is read-only")
        else:
            _replace(target, data, old)
    except BrokenPipeError:
        raise
    except FileNotFoundError:
        raise UsageError(f"{path} cannot be written: there is no folder {os.path.dirname(target) or '.'}") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from None


def _replace(target: str, data: bytes, old: os.stat_result | None) -> None:
    """Written beside the target and moved over it: a reader, or a kill at any moment, finds the old file or the new."""
    beside = os.path.join(os.path.dirname(target), f".cnncalc-{os.urandom(6).hex()}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(descriptor, "wb") as file:
            if old is not None and hasattr(os, "fchown"):
                with suppress(OSError):
                    os.fchown(descriptor, old.st_uid, old.st_gid)
                os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


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
    from cnncalc.render.findings import render_findings, summary

    text = render_findings(findings, source, path, known_width(sys.stderr) or 100) + summary(findings) + "\n"
    if wants_color(color, sys.stderr):
        text = _colored(text)
    encoding = sys.stderr.encoding or "utf-8"
    say(text.encode(encoding, "backslashreplace").decode(encoding))


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
