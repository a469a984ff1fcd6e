"""The schema of `cnncalc table --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.records import COUNT, NUMBER, TEXT, document, nullable, record, rows, said
from cnncalc.schema.report import finding

_JUDGED = ("table", "title", "source", "network", "columns", "rows", "summary", "findings")
_VERDICTS = {
    "exact": "what the network gives",
    "rounded": "a rounding of it",
    "differs": "neither",
    "unread": "no figure",
}


def schema() -> dict[str, Any]:
    """Of a table its figures; without one, the names of those that there are."""
    keys = {
        "table": said("The bundled table's name, or the file's.", TEXT),
        "title": said("What the table is.", TEXT),
        "source": said("Where it was published.", TEXT),
        "network": said("The network that it is about; null where lines or columns name theirs.", nullable(TEXT)),
        "columns": said("The columns of figures, in the order of the table.", rows(_column())),
        "rows": said("A record a line.", rows(_row())),
        "summary": said("How many figures have a verdict.", record(dict.fromkeys(_VERDICTS, COUNT))),
        "findings": said("What of the table cannot be: a column, a layer or a network that there is not.", rows(finding())),
        "tables": said("Where none was named: the bundled tables.", rows(record(dict.fromkeys(_JUDGED[:3], TEXT)))),
    }
    known = document("table", "cnncalc table", "Printed figures beside those of the network.", keys)
    known["required"] = ["schema"]
    known["oneOf"] = [{"required": list(_JUDGED)}, {"required": ["tables"]}]
    return known


def _column() -> dict[str, Any]:
    return record({"name": said("As the table heads it.", TEXT), "figure": said("What of the network it shows.", TEXT)})


def _row() -> dict[str, Any]:
    value = {"anyOf": [COUNT, TEXT, rows(COUNT), {"type": "null"}]}
    verdict = "; ".join(f"{status}: {meaning}" for status, meaning in _VERDICTS.items())
    figure = record(
        {
            "column": said("The name of its column.", TEXT),
            "printed": said("The figure as it is printed.", TEXT),
            "verdict": said(f"Of the printed figure: {verdict}.", {"enum": list(_VERDICTS)}),
            "value": said("The network's: a count, sizes (height, width, channels), or words; null where it has none.", value),
            "words": said("Which rounding and which convention make it right; empty where there is nothing to say.", TEXT),
            "reasons": said("Why it is not reproduced, with the arithmetic.", rows(TEXT)),
        }
    )
    return record(
        {
            "label": said("What the line is called in print.", TEXT),
            "layer": said("Its layer, block, several with + between, `input` or `total`.", TEXT),
            "network": said("The network that the line names.", nullable(TEXT)),
            "line": said("Its line in the table's text.", NUMBER),
            "figures": said("Those that are printed, in the order of the columns.", rows(figure)),
        }
    )
