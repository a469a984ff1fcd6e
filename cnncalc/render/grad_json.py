"""A backward pass for programs: `cnncalc.grad/1`. Shapes are channels first; figures that are infinite or no numbers are null."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

from cnncalc.execution.gradients import Detail, Flow, Gradients, LayerGradient
from cnncalc.execution.jacobian import Jacobian

#: Values of an array that is given in full.
MOST = 4_096


def render(found: Gradients) -> str:
    """One object; with LAYER its arrays, nested [image][channel][row][column]."""
    loss = found.loss
    document: dict[str, Any] = {
        "schema": "cnncalc.grad/1",
        "ok": not found.problems,
        "network": found.network,
        "input_shape": found.input.dims(),
        "batch": found.batch,
        "dtype": found.dtype,
        "seed": found.seed,
        "training": found.training,
        "input": found.x,
        "weights": found.weights,
        "tensors_given": list(found.typed),
        "loss": {"kind": loss.kind, "words": loss.words, "value": _finite(loss.value), "target": list(loss.target)},
        "layers": [_layer(layer) for layer in found.layers],
        "to_input": _flow(found.to_input) if found.to_input else None,
        "checked": found.checked,
        "whole_error": _finite(found.whole_error),
        "problems": list(found.problems),
    }
    if found.detail is not None:
        document["detail"] = _detail(found.detail)
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _layer(layer: LayerGradient) -> dict[str, Any]:
    return {
        "path": layer.path,
        "kind": layer.kind,
        "upstream": _flow(layer.upstream) if layer.upstream else None,
        "readers": [{"path": path, "norm": _finite(norm)} for path, norm in layer.readers],
        "jacobians": [[layer.sizes.output, columns] for columns in layer.sizes.inputs],
        "downstream": [_flow(flow) for flow in layer.downstream],
        "tensors": [
            {"name": tensor.name, "shape": list(tensor.shape), "norm": _finite(tensor.norm), "shared": tensor.shared}
            for tensor in layer.learned
        ],
        "error": _finite(layer.error),
    }


def _flow(flow: Flow) -> dict[str, Any]:
    return {"path": flow.path, "shape": flow.shape.dims(), "norm": _finite(flow.norm), "rms": _finite(flow.rms)}


def _detail(detail: Detail) -> dict[str, Any]:
    return {
        "inputs": [{"path": path, "values": _values(x)} for path, x in detail.inputs],
        "output": _values(detail.output),
        "upstream": _values(detail.upstream),
        "downstream": [_values(gradient) for gradient in detail.downstream],
        "tensors": [
            {"name": name, "values": _values(tensor), "gradient": None if gradient is None else _values(gradient)}
            for name, tensor, gradient in detail.tensors
        ],
        "jacobians": [_jacobian(jacobian) for jacobian in detail.jacobians],
    }


def _jacobian(jacobian: Jacobian) -> dict[str, Any]:
    matrix = None if jacobian.matrix is None else _nested([list(row) for row in jacobian.matrix])
    return {
        "of": jacobian.of, "rows": jacobian.rows, "columns": jacobian.columns, "entries": jacobian.entries,
        "not_zero": jacobian.filled, "matrix": matrix,
    }  # fmt: skip


def _values(array: Any) -> Any:
    """Nested lists; null where there are more than `MOST` values."""
    return _nested(array.tolist()) if array.size <= MOST else None


def _nested(values: Any) -> Any:
    if isinstance(values, list):
        return [_nested(value) for value in values]
    return _finite(values + 0.0)
