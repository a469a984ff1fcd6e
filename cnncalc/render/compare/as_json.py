"""`cnncalc.compare/1`: exact integers, shapes channels first, nulls for what was refused."""

from __future__ import annotations

import json
from typing import Any

from cnncalc.render import Look
from cnncalc.render.as_json import finding_to_dict
from cnncalc.render.compare import FIGURES, VOLUMES, Compared, Network


def render(compared: Compared, look: Look) -> str:
    """One object, whatever was found."""
    found = {
        "schema": "cnncalc.compare/1",
        "batch": compared.batch,
        "dtype": compared.dtype,
        "networks": [_network(network) for network in compared.networks],
        "findings": [finding_to_dict(finding, path) for finding, path in compared.findings],
    }
    return json.dumps(found, indent=1) + "\n"


def _network(network: Network) -> dict[str, Any]:
    report = network.report
    figures = {figure.key: figure.value(report) if report else None for figure in FIGURES.values()}
    shapes = {name: shape.dims() if report and (shape := volume(report)) else None for name, volume in VOLUMES.items()}
    return {"name": network.name, "title": report.name if report else None, **figures, **shapes}
