"""The job summary of GitHub Actions: Markdown added to a file that other steps write to as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cnncalc.check.formats.markdown import FURTHER
from cnncalc.diagnostics import UsageError

#: GitHub refuses a summary of more bytes, and then shows none.
_MOST = 1024 * 1024
_ROOM_FOR_NOTE = 64


def append(pieces: Iterable[str], path: str) -> None:
    """Add Markdown of `markdown`, cut in pieces anywhere, to what the file holds; files that do not fit are counted at its end.

    Raises UsageError where the file cannot be written.
    """
    try:
        with open(path, "ab") as file:
            file.write(_fitting(pieces, _MOST - 1 - file.tell()))
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from None


def _fitting(pieces: Iterable[str], room: int) -> bytes:
    """As much as there is room for, in bytes, an empty line before it: what stands there may be a paragraph."""
    added, is_full, left_out = bytearray(b"\n\n"), False, 0
    for part in _parts(pieces):
        data = part.encode("utf-8", "backslashreplace")
        is_full = is_full or len(added) + len(data) > room - _ROOM_FOR_NOTE
        if not is_full:
            added += data
        elif _is_file(part):
            left_out += 1
    if left_out:
        added += f"\n... {left_out:,} more file{'s' * (left_out > 1)}\n".encode()
    return bytes(added) if len(added) <= room else b""


def _parts(pieces: Iterable[str]) -> Iterator[str]:
    """The heading, line by line, and then one for each file."""
    part = ""
    for line in _lines(pieces):
        if part and not line.startswith(FURTHER):
            yield part
            part = ""
        part += line
    yield part


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        yield from (f"{line}\n" for line in lines)
    yield rest


def _is_file(part: str) -> bool:
    """Whether its first cell is code, as names are."""
    return part.startswith(("| `", "| <code>"))
