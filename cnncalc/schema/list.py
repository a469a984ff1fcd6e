"""The schema of `cnncalc list --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.figures import FIGURES
from cnncalc.schema.records import COUNT, TEXT, document, record, rows, said, shape


def schema() -> dict[str, Any]:
    """One record a bundled network."""
    network = record(
        {
            "name": said("What `cnncalc show` takes.", {**TEXT, "minLength": 1}),
            "aliases": said("Other names of the same network.", rows(TEXT)),
            "title": said("The file's `name`.", TEXT),
            "source": said("Where the network and its figures come from.", TEXT),
            "input": said("Channels, then height and width.", shape()),
            "params": said(FIGURES["params"], COUNT),
            "macs": said(f"{FIGURES['macs']} For one image.", COUNT),
            "weight_layers": said(FIGURES["weight_layers"], COUNT),
        }
    )
    networks = said("Every bundled network that was asked for.", rows(network))
    return document("list", "cnncalc list", "The bundled networks.", {"networks": networks})
