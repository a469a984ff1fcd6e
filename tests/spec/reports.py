"""Reports of small networks, and what of them a test compares."""

from __future__ import annotations

from typing import Any

from cnncalc.analysis.report import Report
from cnncalc.api import loads


def report(layers: str, head: str = "input: 8x8x3\n", variant: str | None = None, **params: Any) -> Report:
    """The report of some layers, which must be faultless."""
    found = loads(f"{head}layers:\n{layers}", variant, **params).analyze()
    assert found.findings == ()
    return found


def rows(found: Report) -> list[str]:
    """`path shape params` of each row."""
    return [f"{row.path} {row.output} {row.cost.params}" for row in found.rows]


def paths(found: Report) -> list[str]:
    return [row.path for row in found.rows]


def reads(found: Report) -> dict[str, tuple[str, ...]]:
    return {row.path: row.inputs for row in found.rows}
