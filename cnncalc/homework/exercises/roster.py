"""The students of a class: their names."""

from __future__ import annotations

import os
import re
import unicodedata

from cnncalc.diagnostics import UsageError
from cnncalc.files import read_whole

_MOST, _LONGEST = 1_000, 200
_LARGEST = 1 << 20
_PATH = re.compile(r"[^,]*[/\\][^,]*|[^\s,]+\.\w{2,5}")  # what is meant for a file


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
