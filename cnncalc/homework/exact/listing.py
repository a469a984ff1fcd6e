"""Numbers as they are typed: `[4, 3, 2]`, `4 3 2`, `1 0; 0 1`, rows on lines."""

from __future__ import annotations

import re
from typing import Any

from cnncalc.homework.exact.errors import ComputationError

MOST_CHARACTERS = 2**20
_DEEPEST = 6


def parse(key: str, text: str) -> Any:
    """Nested lists of texts; a single word stays a text. Raises ComputationError where brackets do not match.

    In a list with commas a number may hold a space (`2 1/3`); without them, spaces part the numbers.
    """
    if len(text) > MOST_CHARACTERS:
        raise ComputationError(key, f"a text of {len(text):,} characters, at most {MOST_CHARACTERS:,} are read")
    text = text.strip()
    if "[" in text or "]" in text:
        return _nested(key, text)
    rows = [_parts(row) for row in re.split(r"[;\n]", text) if row.strip()]
    if len(rows) == 1 and ";" not in text:
        return rows[0] if len(rows[0]) > 1 or "," in text else rows[0][0]
    return rows or ""


def _parts(text: str) -> list[str]:
    """One row: parted by commas where there are any, by spaces else."""
    if "," not in text:
        return text.split()
    parts = [part.strip() for part in text.split(",")]
    return parts[:-1] if not parts[-1] else parts  # `1, 2,`


def _nested(key: str, text: str) -> Any:
    """Lists in brackets, with or without commas between them."""
    open: list[list[Any]] = []
    found: list[Any] | None = None
    start = 0
    for bracket in re.finditer(r"[\[\]]", text):
        between = text[start : bracket.start()].strip()
        start = bracket.end()
        if found is not None or (not open and between):
            raise ComputationError(key, "the list ends before the text does", "one list, such as [[1, 0], [0, 1]]")
        if between.strip(", "):
            open[-1].extend(_parts(between.strip().removeprefix(",") if open[-1] else between))
        elif between.count(",") > (1 if open and open[-1] else 0):
            raise ComputationError(key, "a number is missing before a comma")
        if bracket.group() == "[":
            if len(open) == _DEEPEST:
                raise ComputationError(key, f"lists in lists deeper than {_DEEPEST} levels")
            open.append([])
        elif not open:
            raise ComputationError(key, "a `]` closes a list that was not opened")
        else:
            closed = open.pop()
            if open:
                open[-1].append(closed)
            else:
                found = closed
    if found is None:
        raise ComputationError(key, f"{len(open)} list{'s are' if len(open) > 1 else ' is'} not closed by `]`")
    if text[start:].strip():
        raise ComputationError(key, "the list ends before the text does", "one list, such as [[1, 0], [0, 1]]")
    return found
