"""`cnncalc.diff/1`: exact integers, shapes channels first."""

from __future__ import annotations

import json
from math import floor
from typing import Any

from cnncalc.analysis.diff import SETTINGS, Change, LayerChange, setting
from cnncalc.analysis.increase import Growth
from cnncalc.analysis.report import Report, Row
from cnncalc.render import Look
from cnncalc.render.as_json import finding_to_dict
from cnncalc.render.diff.words import Comparison, Side
from cnncalc.tensor import Shape


def render(comparison: Comparison, look: Look, all: bool) -> str:
    """One object, whatever was found."""
    found = {
        "schema": "cnncalc.diff/1",
        "old": comparison.old,
        "new": comparison.new,
        "batch": comparison.batch,
        "dtype": comparison.dtype,
        "networks": [_network(side, all) for side in comparison.networks],
        "findings": [finding_to_dict(finding, path) for finding, path in comparison.findings],
    }
    return json.dumps(found, indent=1) + "\n"


def _network(side: Side, all: bool) -> dict[str, Any]:
    diff = side.diff
    old, new = (diff.old, diff.new) if diff else (None, side.report)
    if side.status == "removed":
        old, new = new, None
    layers = [layer for layer in diff.layers if all or layer.status != "same"] if diff else []
    return {
        "variant": side.variant,
        "status": side.status,
        "old": _report(old),
        "new": _report(new),
        "totals": {name: _change(change) for name, change in diff.totals.items()} if diff else None,
        "layers": [_layer(layer) for layer in layers],
        "limits": [_growth(growth) for growth in side.growth],
    }


def _report(report: Report | None) -> dict[str, Any] | None:
    if report is None:
        return None
    totals = report.totals
    seen = {name: value(setting(report, name)) for name in SETTINGS}
    return {
        "name": report.name,
        "path": report.path,
        **seen,
        "params": totals.cost.params,
        "macs": totals.cost.macs,
    }


def _change(change: Change) -> dict[str, Any]:
    share = change.percent
    known = {"old": value(change.old), "new": value(change.new), "change": change.difference}
    return {**known, "percent": None if share is None else float(share)}


def _layer(layer: LayerChange) -> dict[str, Any]:
    changes = {change.name: _change(change) for change in layer.changes}
    return {"status": layer.status, "old": _row(layer.old), "new": _row(layer.new), "changes": changes}


def _row(row: Row | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "path": row.path, "kind": row.kind, "inputs": list(row.inputs), "aux": row.aux is not None,
        "output_shape": row.output.dims() if row.output else None, "params": row.cost.params, "macs": row.cost.macs,
    }  # fmt: skip


def _growth(growth: Growth) -> dict[str, Any]:
    allowed = growth.limit.allowed(growth.old)  # figures are whole: between two of them, the lower one passes
    return {
        "figure": growth.limit.figure, "written": growth.limit.written, "old": growth.old, "new": growth.new,
        "change": growth.new - growth.old, "allowed": floor(allowed), "exceeded": growth.exceeded,
    }  # fmt: skip


def value(found: Any) -> Any:
    """An option or a figure as JSON holds it; volumes are channels first."""
    if isinstance(found, Shape):
        return found.dims()
    if isinstance(found, (tuple, list)):
        return [value(item) for item in found]
    return found if found is None or isinstance(found, (bool, int, float, str)) else str(found)
