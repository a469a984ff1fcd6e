"""One file a format: each has `render(report, look) -> str`, and is imported when it is asked for.

To add a format: write its file, add its line here, and test that what it prints reads back to the same numbers.
"""

from __future__ import annotations

from typing import NamedTuple

#: Format -> module. A module may also have `render_refusal(error) -> str`, for a text that gives no network at all.
FORMATS: dict[str, str] = {
    "table": "cnncalc.render.table",
    "lecture": "cnncalc.render.lecture",
    "json": "cnncalc.render.as_json",
    "csv": "cnncalc.render.as_csv",
    "plain": "cnncalc.render.plain",
    "markdown": "cnncalc.render.markdown",
    "latex": "cnncalc.render.latex",
    "html": "cnncalc.render.html",
}
#: What a file's name ends in -> its format.
ENDINGS = {".json": "json", ".csv": "csv", ".tsv": "plain", ".md": "markdown", ".tex": "latex", ".html": "html"}
#: Formats that show columns and lines of one's choice; the table alone has a width.
TABULAR = ("table", "csv", "plain", "markdown", "latex", "html")


class Look(NamedTuple):
    """What a person asked to see, and what the output can show."""

    columns: tuple[str, ...] = ()
    depth: int | None = None
    sort: str | None = None
    top: int | None = None
    width: int | None = None  # None: as wide as it needs
    color: bool = False
    ascii_only: bool = False
