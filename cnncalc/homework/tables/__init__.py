"""Published tables, and people's own, rebuilt beside their printed figures: `TABLES` names the bundled CSV files.

A table is a CSV file, a line a layer, a block or `total`. Lines before it that start with `# ` say what it is: `# title: ...`,
`# source: ...`, `# network: NAME`, `# layout: chw`; `# column NAME: FIGURE of PATH | PATH in NETWORK` what a column shows whose
name does not say it; `# note LAYER / COLUMN: ...` what is known of a cell that does not reproduce.

To add a table: write its file here, add its line, and test its verdicts against a source.
"""

from __future__ import annotations

from pathlib import Path

#: Name -> file beside this one.
TABLES: dict[str, str] = {
    "googlenet": "googlenet.csv",
    "vgg-configurations": "vgg-configurations.csv",
    "vgg-parameters": "vgg-parameters.csv",
    "vgg16-listing": "vgg16-listing.csv",
    "alexnet": "alexnet.csv",
    "resnet": "resnet.csv",
    "totals": "totals.csv",
}
#: Format -> module with `render(judged, look) -> str` and `render_list(tables, look) -> str`.
FORMATS: dict[str, str] = {
    "text": "cnncalc.homework.tables.as_text",
    "json": "cnncalc.homework.tables.as_json",
    "csv": "cnncalc.homework.tables.as_csv",
    "markdown": "cnncalc.homework.tables.as_markdown",
}


def text_of(name: str) -> str:
    """The text of a bundled table."""
    return (Path(__file__).parent / TABLES[name]).read_text("utf-8")
