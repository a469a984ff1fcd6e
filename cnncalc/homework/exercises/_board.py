"""Numbers as they stand in a question: aligned in rows, in a block of Markdown that also reads well as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any


def board(**named: Sequence[Any]) -> str:
    """Lists and grids of numbers side by side under their names, in a fenced block. An underscore in a name is a space."""
    columns = [_column(name.replace("_", " "), cells) for name, cells in named.items()]
    widths = [max(map(len, column)) for column in columns]
    rows = zip_longest(*columns, fillvalue="")
    lines = ["    ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(["```text", *lines, "```"])


def _column(name: str, cells: Sequence[Any]) -> list[str]:
    """The name, then a row a line, every number as wide as the widest."""
    rows = cells if isinstance(cells[0], list) else [cells]
    width = max(len(str(cell)) for row in rows for cell in row)
    return [name, *("  ".join(str(cell).rjust(width) for cell in row) for row in rows)]


def added(numbers: Sequence[int]) -> str:
    """`3 - 3 + 0`."""
    return str(numbers[0]) + "".join(f" {'-' if number < 0 else '+'} {abs(number)}" for number in numbers[1:])


def listing(rows: Sequence[tuple[str, str]]) -> str:
    """The layers of a network, a line each, in a fenced block."""
    width = max(len(name) for name, _ in rows)
    return "\n".join(["```text", *(f"{name.ljust(width)}  {words}" for name, words in rows), "```"])
