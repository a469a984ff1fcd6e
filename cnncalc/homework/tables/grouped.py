"""What every format for people says below a table: how its figures are rounded, and which do not reproduce and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cnncalc.homework.tables.judge import Judged
from cnncalc.homework.tables.source import Line
from cnncalc.homework.tables.verdict import STATUSES, Verdict

_WORDS = {"exact": "exact", "rounded": "rounded", "differs": "do not reproduce", "unread": "cannot be read"}


def summary(judged: Judged) -> str:
    """`125 figures: 101 exact, 14 rounded, 10 do not reproduce`."""
    counts = {status: judged.count(status) for status in STATUSES}
    told = [f"{count} {_one(_WORDS[status], count)}" for status, count in counts.items() if count]
    total = sum(counts.values())
    return f"{total:,} figure{'s' if total != 1 else ''}: {', '.join(told) or 'none'}"


def _one(words: str, count: int) -> str:
    return words.replace("do ", "does ", 1) if count == 1 else words


def names(judged: Judged) -> list[str]:
    """What each line is called below the table: as in print, or by its layer where that would not say which."""
    printed = Counter(line.label for line in judged.table.lines)
    return [_name(line, printed[line.label] == 1) for line in judged.table.lines]


def _name(line: Line, alone: bool) -> str:
    return line.label if alone and line.label else line.layer.text


def conventions(judged: Judged) -> dict[tuple[str, str, str], list[str]]:
    """(status, column, words) -> the lines whose figures are right in that way, where that has to be said."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for column, name, verdict in _verdicts(judged):
        if verdict.words:
            groups.setdefault((verdict.status, column, verdict.words), []).append(name)
    return groups


def differing(judged: Judged) -> Iterator[tuple[str, str, Verdict]]:
    """(line, column, verdict) of what does not reproduce and of what cannot be read."""
    for column, name, verdict in sorted(_verdicts(judged, by_line=True), key=lambda one: one[2].status == "unread"):
        if verdict.status in ("differs", "unread"):
            yield name, column, verdict


def _verdicts(judged: Judged, by_line: bool = False) -> Iterator[tuple[str, str, Verdict]]:
    columns = [column.name for column in judged.table.columns]
    found = [
        (at, place, columns[at], name, verdict)
        for place, (name, row) in enumerate(zip(names(judged), judged.rows, strict=True))
        for at, verdict in enumerate(row)
        if verdict is not None
    ]
    for _, _, column, name, verdict in found if by_line else sorted(found, key=lambda one: one[:2]):
        yield column, name, verdict
