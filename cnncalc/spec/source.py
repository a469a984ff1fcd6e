"""Bytes to text: bounded reading, strict UTF-8."""

from __future__ import annotations

import os
import stat
import sys
from typing import BinaryIO

from cnncalc.diagnostics import LINE_BREAK, CnnCalcError, Diagnostic, Span, UsageError
from cnncalc.spec.document import Limits


def read_file(path: str, limits: Limits, *, utf16: bool = False) -> str:
    """A file's text. Raises UsageError where there is no such file, CnnCalcError where it is no text or too large.

    `utf16` takes UTF-16 with its mark as well, which spreadsheets save.
    """
    try:
        shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a character
        raise UsageError(f"there is no file {path}") from None
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise UsageError(f"{shown} is a directory", "give a file")
        if not (stat.S_ISREG(mode) or path.startswith("/dev/fd/")):
            raise UsageError(f"{shown} is no regular file", "use `-` to read from standard input")
        with open(path, "rb") as file:
            return read_stream(file, shown, limits, utf16=utf16)
    except FileNotFoundError:
        raise UsageError(f"there is no file {shown}") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{shown} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def read_stdin(limits: Limits, *, utf16: bool = False) -> str:
    """Standard input's text, as `read_file` reads it. Raises UsageError where it is a terminal."""
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("standard input is a terminal", "pipe a file into it: `cnncalc show - < net.cnn.yaml`")
    return read_stream(sys.stdin.buffer, "<stdin>", limits, utf16=utf16)


def read_stream(file: BinaryIO, path: str, limits: Limits, *, utf16: bool = False) -> str:
    """A text, never more of it than the limit. Raises CnnCalcError where it is none or larger; messages call it `path`."""
    data = file.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        message = f"the file is larger than {limits.bytes:,} bytes"
        raise CnnCalcError([Diagnostic("Y016", message, Span(1, 1, 1, 1), (), ("--max-bytes raises the limit",))], "", path)
    return decode(data, path, utf16=utf16)


def decode(data: bytes, path: str, *, utf16: bool = False) -> str:
    """UTF-8, with or without its byte order mark. Raises CnnCalcError Y015 at the first byte that is none."""
    if utf16 and (text := from_utf16(data)) is not None:
        return text
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        finding = Diagnostic("Y015", "the file is UTF-16", Span(1, 1, 1, 1), (), ("save it as UTF-8",))
        raise CnnCalcError([finding], "", path)
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        bom = len(data) - len(error.object)
        before = error.object[: error.start].decode()
        lines = LINE_BREAK.split(before)
        line, column = len(lines), len(lines[-1]) + 1
        message = f"byte 0x{error.object[error.start]:02x} at offset {error.start + bom:,} is not UTF-8"
        finding = Diagnostic("Y015", message, Span(line, column, line, column + 1), (), ("save it as UTF-8",))
        raise CnnCalcError([finding], data.decode("utf-8", "replace"), path) from None


def from_utf16(data: bytes) -> str | None:
    """The text of UTF-16 with its byte order mark; None where that is missing or the rest is broken."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        return data.decode("utf-16").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
