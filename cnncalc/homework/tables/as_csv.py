"""One record a printed figure, exact."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from cnncalc.homework.tables.as_json import figure_of
from cnncalc.homework.tables.judge import Judged
from cnncalc.homework.tables.source import Table
from cnncalc.homework.tables.verdict import shown
from cnncalc.render import Look
from cnncalc.render.records import escaped

HEADING = ("label", "layer", "network", "column", "figure", "printed", "verdict", "value", "words", "reasons")


def render(judged: Judged, look: Look) -> str:
    """Texts are escaped as in `show --format csv`; the reasons of one figure stand in one cell, parted by semicolons."""
    table = judged.table
    records = []
    for line, row in zip(table.lines, judged.rows, strict=True):
        network = line.network.text if line.network else judged.network
        for at, (column, verdict) in enumerate(zip(table.columns, row, strict=True)):
            if verdict is not None:
                value = shown(column, verdict.value).replace(",", "")
                reasons = "; ".join(verdict.reasons)
                place = (line.label, line.layer.text, column.network or network, column.name, figure_of(table, at))
                records.append((*place, verdict.printed, verdict.status, value, verdict.words, reasons))
    return _written(HEADING, records)


def _written(heading: Sequence[str], records: Iterable[Sequence[str]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([escaped(text) for text in record] for record in records)
    return out.getvalue()


def render_list(tables: Sequence[tuple[str, Table]], look: Look) -> str:
    """One record a bundled table."""
    return _written(("table", "title", "source"), [(name, table.title, table.source) for name, table in tables])
