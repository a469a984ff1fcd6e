"""The formats of `cnncalc diff`: one file each, with `render(comparison, look, all) -> str`."""

from __future__ import annotations

#: Format -> module, imported when it is asked for.
FORMATS: dict[str, str] = {
    "table": "cnncalc.render.diff.table",
    "json": "cnncalc.render.diff.as_json",
    "markdown": "cnncalc.render.diff.markdown",
}
