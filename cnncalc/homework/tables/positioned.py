"""CSV with positions: every cell keeps its place in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from cnncalc.diagnostics import LINE_BREAK, Span

DELIMITERS = (",", ";", "\t")


class Cell(NamedTuple):
    """A cell's text without quotes and outer spaces, and its place."""

    text: str
    span: Span
    stray: bool = False  # begins with a quote that does not close it


class Places:
    """Offsets of a text as lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]

    def span(self, start: int, end: int) -> Span:
        """The place between two offsets, one character at least."""
        return Span(*self._at(start), *self._at(max(end, start + 1)))

    def _at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def lines(text: str, start: int, delimiter: str) -> Iterator[list[Cell]]:
    """The lines of cells from an offset on. A quote within a cell is a character like any other."""
    places = Places(text)
    pattern = re.compile(rf'[ ]*"((?:[^"]++|"")*+)"[ ]*(?={re.escape(delimiter)}|[\r\n]|\Z)|([^{re.escape(delimiter)}\r\n]*+)')
    line: list[Cell] = []
    while start <= len(text):
        found = pattern.match(text, start)
        assert found is not None  # its second half fits nothing, too
        quoted = found[1] is not None
        content = (found[1].replace('""', '"') if quoted else found[2]).strip()
        line.append(Cell(content, places.span(*found.span()), not quoted and content.startswith('"')))
        start = found.end()
        if text[start : start + 1] == delimiter:
            start += 1
            continue
        yield line
        line = []
        start += 2 if text[start : start + 2] == "\r\n" else 1
        if start >= len(text):
            return


def delimiter_of(header: str) -> str:
    """What stands most often between the names of the columns."""
    return max(DELIMITERS, key=header.count)
