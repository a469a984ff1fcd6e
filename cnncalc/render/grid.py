"""Tables and lines in a terminal: columns give way where it is narrow; figures are never cut."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

GAP = 2
_BLOCKS = " ▏▎▍▌▋▊▉█"


def width_of(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> int:
    """The columns of a terminal that a table takes; a character of Chinese or Japanese takes two."""
    return sum(_widths(rows, columns)) + GAP * (len(columns) - 1)


def grid(rows: Sequence[Sequence[str]], columns: Sequence[int], left: Sequence[int]) -> list[str]:
    """One line a row, with these of its cells, in columns; those in `left` stand at the left."""
    widths = _widths(rows, columns)
    lines = []
    for row in rows:
        cells = [_padded(row[column], width, column in left) for column, width in zip(columns, widths, strict=True)]
        lines.append((" " * GAP).join(cells).rstrip())
    return lines


def cut(text: str, width: int, tail: bool = False) -> str:
    """A text of at most so many columns, with `...` for what is left out: the end, or with `tail` the beginning."""
    if cell_len(text) <= width:
        return text
    if not tail:
        return set_cell_size(text, max(width - 3, 0)).rstrip() + "..."
    kept = len(text)
    while kept and cell_len(text[len(text) - kept :]) > width - 3:
        kept -= 1
    return "..." + text[len(text) - kept :]


def wrapped(text: str, width: int | None, further: str = "") -> list[str]:
    """A text in lines of at most so many columns, all but the first behind `further`; a word is broken where it is longer."""
    if width is None or cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line.strip() else line + word
        if line.strip() and cell_len(joined) > width:
            lines.append(line)
            joined = further + word
        while cell_len(joined) > width:
            kept = set_cell_size(joined, width).rstrip()
            lines.append(kept)
            joined = further + joined[len(kept) :]
        line = joined
    return [*lines, line]


def behind(start: str, text: str, width: int) -> list[str]:
    """A text behind its label, its further lines under its first, wrapped as `wrapped` does."""
    first, *others = wrapped(text, max(width - cell_len(start), 8))
    return [(start + first).rstrip(), *(" " * cell_len(start) + line for line in others)]


def bar(cells: float, ascii_only: bool) -> str:
    """A bar so many cells long, to the eighth of one; never nothing."""
    full, rest = divmod(max(round(8 * cells), 1), 8)
    return "#" * max(full, 1) if ascii_only else "█" * full + (_BLOCKS[rest] if rest else "")


def rule(width: int, ascii_only: bool) -> str:
    """The line below the names of the columns."""
    return ("-" if ascii_only else "─") * width


def hidden_note(hidden: int, width: int | None, color: bool) -> list[str]:
    """What is said below a table that lacks so many columns; nothing where it lacks none."""
    if not hidden:
        return []
    note = f"({hidden} column{'s' * (hidden > 1)} hidden: a wider terminal and --format json show everything)"
    return [f"\x1b[2m{line}\x1b[0m" if color else line for line in wrapped(note, width)]


def red(text: str, color: bool) -> str:
    """A line of what is wrong, where there is colour."""
    return f"\x1b[31m{text}\x1b[0m" if color else text


def _widths(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> list[int]:
    return [max((cell_len(row[column]) for row in rows), default=0) for column in columns]


def _padded(text: str, width: int, left: bool) -> str:
    space = " " * (width - cell_len(text))
    return text + space if left else space + text
