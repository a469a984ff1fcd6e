"""`cnncalc.table/1`: each printed figure, the network's, and the verdict."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from cnncalc.homework.tables.judge import Judged
from cnncalc.homework.tables.source import Table
from cnncalc.homework.tables.verdict import STATUSES, Verdict
from cnncalc.render import Look
from cnncalc.render.as_json import finding_to_dict


def render(judged: Judged, look: Look) -> str:
    """One object; sizes are height, width, channels, as they are printed."""
    table = judged.table
    columns = [{"name": column.name, "figure": figure_of(table, at)} for at, column in enumerate(table.columns)]
    found = {
        "schema": "cnncalc.table/1",
        "table": judged.name,
        "title": table.title,
        "source": table.source,
        "network": judged.network or None,
        "columns": columns,
        "rows": [_row(judged, at) for at in range(len(table.lines))],
        "summary": {status: judged.count(status) for status in STATUSES},
        "findings": [finding_to_dict(finding, table.path) for finding in table.findings],
    }
    return json.dumps(found, indent=1) + "\n"


def figure_of(table: Table, at: int) -> str:
    """The name of the figure that a column shows."""
    from cnncalc.homework.tables.figures import FIGURES

    return next(name for name, figure in FIGURES.items() if figure is table.columns[at].figure)


def _row(judged: Judged, at: int) -> dict[str, Any]:
    line = judged.table.lines[at]
    cells = [
        _cell(column.name, verdict)
        for column, verdict in zip(judged.table.columns, judged.rows[at], strict=True)
        if verdict is not None
    ]
    network = line.network.text if line.network else None
    return {"label": line.label, "layer": line.layer.text, "network": network, "line": line.layer.span.line, "figures": cells}


def _cell(column: str, verdict: Verdict) -> dict[str, Any]:
    value: Any = verdict.value
    if isinstance(value, Fraction):
        value = value.numerator
    found = {"column": column, "printed": verdict.printed, "verdict": verdict.status, "value": value, "words": verdict.words}
    return {**found, "reasons": list(verdict.reasons)}


def render_list(tables: Sequence[tuple[str, Table]], look: Look) -> str:
    """The bundled tables."""
    listed = [{"table": name, "title": table.title, "source": table.source} for name, table in tables]
    return json.dumps({"schema": "cnncalc.table/1", "tables": listed}, indent=1) + "\n"
