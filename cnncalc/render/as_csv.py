"""Comma-separated values for spreadsheets and data frames: a header, then one record a layer, digits without commas.

As RFC 4180 has it, but for lines that end in a single newline; UTF-8. How names are escaped: `records.py`.
"""

from __future__ import annotations

import csv
import io

from cnncalc.analysis.report import Report
from cnncalc.render import Look
from cnncalc.render.records import records


def render(report: Report, look: Look) -> str:
    """The input and the layers; nothing is an empty cell."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(records(report, look))
    return out.getvalue()
