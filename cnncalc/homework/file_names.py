"""Names of files for what people are called: students in a class, sheets that they handed in."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 100  # bytes; with an ending it stays far below what file systems take
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # Windows opens devices for them


def file_names(names: Iterable[str], otherwise: str) -> list[str]:
    """A file's name for each, without ending: no path, no hidden file, no two alike even where case does not count.

    `otherwise` stands for a name of which nothing is left.
    """
    found: dict[str, str] = {}
    next_number: dict[str, int] = {}
    for name in names:
        stem = re.sub(r"[^\w.-]+", "_", name).strip("._-")
        stem = stem.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore") or otherwise
        stem += "_" if _RESERVED.fullmatch(stem) else ""
        number = next_number.get(stem.casefold(), 1)
        while _numbered(stem, number).casefold() in found:
            number += 1
        next_number[stem.casefold()] = number + 1
        found[_numbered(stem, number).casefold()] = _numbered(stem, number)
    return list(found.values())


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"
