"""JSON Schemas (draft-07): of the language, of `cnncalc.toml`, and of every JSON output. One file each, imported on use.

To add a schema: write its file with `schema() -> dict`, add its line here, and hold it against real output in a test.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

#: Name -> module.
SCHEMAS: dict[str, str] = {
    "language": "cnncalc.schema.language",
    "report": "cnncalc.schema.report",
    "list": "cnncalc.schema.list",
    "check": "cnncalc.schema.check",
    "rule": "cnncalc.schema.rule",
    "diff": "cnncalc.schema.diff",
    "compare": "cnncalc.schema.compare",
    "grade": "cnncalc.schema.grade",
    "solve": "cnncalc.schema.solve",
    "value": "cnncalc.schema.value",
    "grad": "cnncalc.schema.grad",
    "table": "cnncalc.schema.table",
    "run": "cnncalc.schema.run",
    "settings": "cnncalc.schema.settings",
}
#: What `cnncalc init` and the documentation call the language's schema on disk.
FILE_NAME = "cnncalc.schema.json"


def schema_of(name: str) -> dict[str, Any]:
    """The schema of that name, made from the declarations."""
    found: dict[str, Any] = import_module(SCHEMAS[name]).schema()
    return {"$schema": "http://json-schema.org/draft-07/schema#", **found}


def render(name: str) -> str:
    """The schema as a text, the same for the same version of cnncalc."""
    return json.dumps(schema_of(name), indent=1, ensure_ascii=False) + "\n"
