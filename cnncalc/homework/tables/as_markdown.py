"""A table of GitHub's Markdown, every figure with its mark, and the list of what the marks mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cnncalc.diagnostics import printable
from cnncalc.homework.tables.grouped import conventions, differing, summary
from cnncalc.homework.tables.judge import Judged
from cnncalc.homework.tables.source import Column, Table
from cnncalc.homework.tables.verdict import MARKS, Verdict, shown
from cnncalc.render import Look
from cnncalc.render.markdown import code


def render(judged: Judged, look: Look) -> str:
    """The network's figure stands behind a printed one that is not exactly it."""
    return "\n".join(_lines(judged)) + "\n"


def _lines(judged: Judged) -> Iterator[str]:
    table = judged.table
    said = [table.title or judged.name, table.source, f"beside {judged.network}" if judged.network else ""]
    yield ", ".join(code(printable(text)) for text in said if text)
    yield ""
    yield _row(["", *(code(printable(column.name)) for column in table.columns)])
    yield _row(["---", *["--:"] * len(table.columns)])
    for line, row in zip(table.lines, judged.rows, strict=True):
        yield _row([code(printable(line.label)), *map(_cell, table.columns, row)])
    yield from ("", f"{summary(judged)}.", "")
    for (status, column, words), names in conventions(judged).items():
        yield f"- {MARKS[status]} {code(printable(column))}: {words}: {', '.join(code(printable(name)) for name in names)}"
    for name, column, verdict in differing(judged):
        reasons = "; ".join(code(printable(reason)) for reason in verdict.reasons)
        yield f"- {MARKS[verdict.status]} {code(printable(name))}, {code(printable(column))}: {reasons}"


def _cell(column: Column, verdict: Verdict | None) -> str:
    if verdict is None:
        return ""
    value = f" ({shown(column, verdict.value)})" if verdict.status != "exact" and verdict.value is not None else ""
    return f"{code(printable(verdict.printed)) if verdict.printed else ''}{value} {MARKS[verdict.status]}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def render_list(tables: Sequence[tuple[str, Table]], look: Look) -> str:
    """A line a bundled table."""
    lines = [_row([code(name), code(table.title), code(table.source)]) for name, table in tables]
    return "\n".join([_row(["table", "title", "source"]), _row(["---"] * 3), *lines]) + "\n"
