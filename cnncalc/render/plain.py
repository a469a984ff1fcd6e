"""Tab-separated values for the shell's tools: a header, then one record a line, nothing padded, quoted or grouped.

Nothing is `-`, so that no field is empty for a reader that takes any space for a separator. How names are escaped:
`records.py`; a tab in one is `\\t`.
"""

from __future__ import annotations

from cnncalc.analysis.report import Report
from cnncalc.render import Look
from cnncalc.render.records import records


def render(report: Report, look: Look) -> str:
    """The input and the layers; `cut -f1,9` is `--columns layer,params`."""
    return "".join("\t".join(value or "-" for value in record) + "\n" for record in records(report, look))
