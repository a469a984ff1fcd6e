"""The students of a class: their names, and a file's name for each."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence

from cnncalc.diagnostics import UsageError
from cnncalc.files import read_whole

_MOST, _LONGEST = 1_000, 200
_LARGEST = 1 << 20
_LONGEST_FILE = 100  # bytes; with an ending it stays far below what file systems take
_PATH = re.compile(r"[^,]*[/\\][^,]*|[^\s,]+\.\w{2,5}")  # what is meant for a file
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # Windows opens devices for them


def read_names(students: str) -> list[str]:
    """The names in a file, a line each, or those of a list with commas. Raises UsageError.

    In a file, blank lines and those that begin with `#` are passed over. Equal names in other code points are one name.
    """
    is_file = os.path.isfile(students)
    if not is_file and _PATH.fullmatch(students):
        raise UsageError(f"there is no file {students}")
    found = [_name(text) for text in (_lines(students) if is_file else students.split(","))]
    names = [name for name in found if name]
    if not names:
        raise UsageError(f"there is no name in `{students[:60]}`", "as in `--students ada,grace`, or a file with a name a line")
    if len(names) > _MOST:
        raise UsageError(f"{len(names):,} students are named, at most {_MOST:,} can be")
    for name in names:
        if len(name) > _LONGEST:
            raise UsageError(f"the name `{name[:40]}...` is longer than {_LONGEST} characters")
        if names.count(name) > 1:
            raise UsageError(f"`{name}` is named twice", "give each student a name of their own")
    return names


def _lines(path: str) -> list[str]:
    try:
        text = read_whole(path, _LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: byte {error.start:,}") from None
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


def _name(text: str) -> str:
    """One way to write each name, without what a terminal would obey."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(character for character in text if character.isprintable())


def file_names(names: Sequence[str]) -> list[str]:
    """A file's name for each, without ending: no path, no hidden file, no two alike even where case does not count."""
    found: list[str] = []
    for name in names:
        stem = re.sub(r"[^\w.-]+", "_", name).strip("._-")
        stem = stem.encode("utf-8", "ignore")[:_LONGEST_FILE].decode("utf-8", "ignore") or "student"
        stem += "_" if _RESERVED.fullmatch(stem) else ""
        taken = {one.casefold() for one in found}
        number = next(count for count in range(1, len(names) + 2) if _numbered(stem, count).casefold() not in taken)
        found.append(_numbered(stem, number))
    return found


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"
