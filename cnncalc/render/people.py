"""What the formats for documents share: the table as texts, its caption, and what stands below it."""

from __future__ import annotations

from typing import NamedTuple

from cnncalc.analysis.report import Report
from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.render.columns import COLUMNS, texts
from cnncalc.render.lines import Selection, more, select
from cnncalc.render.totals import conditions, labelled, name_of


class Page(NamedTuple):
    """A report in texts: printable, and not yet escaped for any format."""

    name: str
    source: str  # "" where the file names none
    conditions: str
    columns: tuple[str, ...]
    headers: list[str]
    right: list[bool]  # which columns stand at the right
    selection: Selection
    cells: list[tuple[str, ...]]  # a line each
    note: str  # how many lines are left out, or ""
    totals: list[tuple[str, str]]


def page(report: Report, look: Look, layout: tuple[str, ...]) -> Page:
    """The report with the columns that were asked for, else with those of `layout`."""
    selection = select(report, look)
    chosen = look.columns or layout
    return Page(
        name_of(report), printable(report.source), conditions(report), chosen,
        [COLUMNS[name].header for name in chosen], [COLUMNS[name].align == "right" for name in chosen],
        selection, list(zip(*(texts(selection, name) for name in chosen), strict=True)),
        more(selection) if selection.hidden else "", labelled(report),
    )  # fmt: skip
