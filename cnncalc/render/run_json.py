"""A run for programs: `cnncalc.run/1`. Shapes are channels first and of one image; values that are no numbers are null."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite
from typing import Any

from cnncalc.execution.largest import Top
from cnncalc.execution.results import LayerRun, Run


def render(found: Run, tops: Sequence[Top] = ()) -> str:
    """One object."""
    peak = found.peak
    document: dict[str, Any] = {
        "schema": "cnncalc.run/1",
        "ok": found.ok,
        "network": found.network,
        "twin": found.twin or None,
        "input": found.input.dims(),
        "input_from": found.x,
        "weights_from": found.weights,
        "seed": found.seed,
        "batch": found.batch,
        "dtype": found.dtype,
        "device": found.device,
        "threads": found.threads,
        "library": found.library,
        "folded": found.folded,
        "seconds": found.seconds,
        "gflops_per_second": found.gflops_per_second,
        "images_per_second": found.batch / found.seconds if found.seconds else None,
        "macs": sum(layer.products for layer in found.layers),
        "macs_done": sum(layer.done for layer in found.layers),
        "layers": [_layer(layer) for layer in found.layers],
        "peak": {
            "predicted_bytes": peak.predicted,
            "measured_bytes": peak.measured,
            "weights_bytes": peak.weights,
            "workspace_bytes": peak.workspace,
        },
        "top": [_top(top) for top in tops],
        "problems": list(found.problems),
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _layer(layer: LayerRun) -> dict[str, Any]:
    return {
        "name": layer.name,
        "kind": layer.kind,
        "predicted_shape": layer.predicted.dims(),
        "actual_shape": layer.actual.dims() if layer.actual else None,
        "bytes": layer.bytes,
        "seconds": None if layer.folded_into else layer.seconds,
        "gflops_per_second": layer.gflops_per_second,
        "operations": layer.operations,
        "macs": layer.products,
        "macs_done": layer.done,
        "folded_into": layer.folded_into,
    }


def _top(top: Top) -> dict[str, Any]:
    values = [
        {"index": value.channel, "place": list(value.place), "value": value.value if isfinite(value.value) else None}
        for value in top.values
    ]
    return {"output": top.output, "image": top.image, "probabilities": top.probabilities, "values": values}
