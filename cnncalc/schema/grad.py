"""The schema of `cnncalc grad --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.records import COUNT, FLAG, NUMBER, TEXT, document, nullable, record, rows, said, shape
from cnncalc.schema.values import Schema

_REAL: Schema = {"type": "number"}
_NORM: Schema = nullable({"type": "number", "minimum": 0})
_VALUES: Schema = {"$ref": "#/definitions/values"}
_FLOW: Schema = {"$ref": "#/definitions/flow"}
_SHARED = ["", "share", "sum"]


def schema() -> dict[str, Any]:
    """A backward pass; with LAYER, that layer's arrays in `detail`."""
    loss = {
        "kind": said(
            "sum of the outputs, cross-entropy, or given: dL/d(output) was.", {"enum": ["sum", "cross-entropy", "given"]}
        ),
        "words": said("The same in words.", TEXT),
        "value": said("L; null where dL/d(output) was given, or where it is infinite.", nullable(_REAL)),
        "target": said("Of cross-entropy: the class of each image, from 0.", rows(COUNT)),
    }
    keys = {
        "ok": said("Whether `problems` is empty.", FLAG),
        "network": said("Its name.", TEXT),
        "input_shape": said("Of one image, channels first.", shape()),
        "batch": said("Images.", NUMBER),
        "dtype": said("What is calculated in.", {"enum": ["float64", "float32"]}),
        "seed": said("Of the random numbers.", COUNT),
        "training": said("Whether dropout drops and batch norms take the statistics of a batch of two images or more.", FLAG),
        "input": said("Where the input is from: random, given, or a file.", TEXT),
        "weights": said("Where the tensors are from: a file, random, or given where none is; empty where there are none.", TEXT),
        "tensors_given": said("Those that were given one by one.", rows(TEXT)),
        "loss": said("What is differentiated.", record(loss)),
        "layers": said("Last to first; with LAYER that one.", rows({"$ref": "#/definitions/layer"})),
        "to_input": said("dL/d(input); null where it was not worked out or L does not depend on the input.", nullable(_FLOW)),
        "checked": said("Whether finite differences were taken.", FLAG),
        "whole_error": said("The error of dL/d(input) through all layers; null where it was not checked.", _NORM),
        "problems": said("Gradients of a wrong shape, and errors beyond 1e-6.", rows(TEXT)),
        "detail": said("With LAYER: its arrays.", _detail()),
    }
    known = document("grad", "cnncalc grad", "Backpropagation through a network, layer by layer.", keys)
    known["required"] = [key for key in known["required"] if key != "detail"]
    values = {
        "description": "Nested [image][channel][row][column]; tensors in their own shapes. Null where there are more than 4,096.",
        "anyOf": [nullable(_REAL), {"type": "array", "items": _VALUES, "minItems": 1}],
    }
    known["definitions"] |= {"layer": record(_layer()), "flow": record(_flow()), "values": values}
    return known


def _flow() -> dict[str, Schema]:
    return {
        "path": said("The layer that made the volume, or input.", TEXT),
        "shape": said("Of one image, channels first.", shape()),
        "norm": said("The gradient's Euclidean norm, of the batch; null where it is not finite.", _NORM),
        "rms": said("The root of the mean square of its values.", _NORM),
    }


def _layer() -> dict[str, Schema]:
    reader = {
        "path": said("A layer that reads the output, or L.", TEXT),
        "norm": said("Of the gradient that it sends back.", _NORM),
    }
    tensor = {
        "name": said("As in conv1.weight.", TEXT),
        "shape": said("As PyTorch stores it.", rows(NUMBER)),
        "norm": said("Of its gradient.", _NORM),
        "shared": said("Where several layers use it: share is this one's; sum, with the owner, that of all.", {"enum": _SHARED}),
    }
    sizes = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
    return {
        "path": said("As in the report.", TEXT),
        "kind": said("Its kind.", TEXT),
        "upstream": said("dL/dy; null where L does not depend on the layer.", nullable(_FLOW)),
        "readers": said("Where dL/dy is from; several are summed.", rows(record(reader))),
        "jacobians": said("Of each input, rows and columns of dy/dx, of the batch.", rows(sizes)),
        "downstream": said("dL/dx of each input.", rows(_FLOW)),
        "tensors": said("Of each learned tensor.", rows(record(tensor))),
        "error": said("The largest, relative to finite differences; null where there is none.", _NORM),
    }


def _detail() -> Schema:
    tensor = {
        "name": said("As in conv1.weight.", TEXT),
        "values": said("What it holds.", _VALUES),
        "gradient": said("dL/d(tensor); null where it is not learned.", _VALUES),
    }
    jacobian = {
        "of": said("x, or x1 and following of several inputs; or a tensor's name within the layer.", TEXT),
        "rows": said("Values of y, of the batch.", NUMBER),
        "columns": said("Values of x or of the tensor.", NUMBER),
        "entries": said("Their product.", NUMBER),
        "not_zero": said("Entries that are not 0; null where it is not known.", nullable(COUNT)),
        "matrix": said("Row by row; null where it has more than 16 rows or columns.", _VALUES),
    }
    keys = {
        "inputs": said("What the layer read.", rows(record({"path": said("Who made it.", TEXT), "values": _VALUES}))),
        "output": said("y.", _VALUES),
        "upstream": said("dL/dy.", _VALUES),
        "downstream": said("dL/dx of each input.", rows(_VALUES)),
        "tensors": said("Its tensors.", rows(record(tensor))),
        "jacobians": said("Of each input, then of each learned tensor.", rows(record(jacobian))),
    }
    return record(keys)
