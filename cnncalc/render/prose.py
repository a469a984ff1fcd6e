"""Paragraphs, labels and tables of pages that are read: as text of a width, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

#: Columns beyond which a paragraph is harder to read.
READABLE = 100


def heading(text: str, color: bool) -> str:
    """A line that stands out where there is colour."""
    return f"\x1b[1m{text}\x1b[0m" if color else text


def hung(start: str, text: str, width: int | None) -> list[str]:
    """A text behind its label, its further lines under its first."""
    if width is None:
        return [(start + text).rstrip()]
    room = max(width - len(start), 20)
    first, *others = wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
    return [(start + first).rstrip(), *(" " * len(start) + line for line in others)]


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table of Markdown; the cells may hold markup, but for the bar."""
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def marked(text: str) -> str:
    """A text with what Markdown would take for markup escaped, outside backticks."""
    parts = text.split("`")
    return "`".join(part if number % 2 else re.sub(r"([\\*_\[\]<>])", r"\\\1", part) for number, part in enumerate(parts))
