"""The schema of `cnncalc run --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.records import COUNT, FLAG, NUMBER, TEXT, document, nullable, record, rows, said, shape
from cnncalc.schema.values import Schema

_TIME: Schema = {"type": "number", "minimum": 0}
_LAYER: Schema = {"$ref": "#/definitions/layer"}


def schema() -> dict[str, Any]:
    """A run: what was predicted, and what was found."""
    known = document("run", "cnncalc run", "A network executed on arrays. Shapes are channels first, of one image.", _keys())
    known["definitions"] |= {"layer": _layer(), "top": _top()}
    return known


def _keys() -> dict[str, Schema]:
    return {
        "ok": said("Whether everything was as predicted; else the exit status is 1.", FLAG),
        "network": said("The network's name.", TEXT),
        "twin": said("How it is reduced by --scale; null where it is whole.", nullable(TEXT)),
        "input": said("Channels, then height and width.", shape()),
        "input_from": said("A file, or `random`.", TEXT),
        "weights_from": said(
            "A file, `random`, or `given` where none is random: the architecture lists them. Empty where there are none.", TEXT
        ),
        "seed": said("Of what is random.", COUNT),
        "batch": said("Images in a batch.", NUMBER),
        "dtype": said("Type of the values.", {"enum": ["float32", "float64", "float16"]}),
        "device": said("Where it ran.", {"enum": ["cpu", "gpu"]}),
        "threads": said("Threads that shared the work.", NUMBER),
        "library": said("What multiplied the matrices, with its version.", TEXT),
        "folded": said("Whether layers ran within those before them where they can.", FLAG),
        "seconds": said("Of all layers together.", _TIME),
        "gflops_per_second": said(
            "Predicted operations, two for each multiply-add, a nanosecond; null where there are none.", nullable(_TIME)
        ),
        "images_per_second": said("Images of the batch a second.", nullable(_TIME)),
        "macs": said("Multiply-adds that are predicted for the batch.", COUNT),
        "macs_done": said("Multiply-adds that were done; fewer where an algorithm saves some.", COUNT),
        "layers": said("Every layer, side heads left out, in the file's order.", rows(_LAYER)),
        "peak": said("Memory in use at once at most.", _peak()),
        "top": said("With --top: the largest outputs of each image.", rows({"$ref": "#/definitions/top"})),
        "problems": said("Every disagreement of prediction and execution, in words.", rows(TEXT)),
    }


def _layer() -> Schema:
    return record(
        {
            "name": said("Its path, as in stage1/conv1.", TEXT),
            "kind": said("Its kind.", TEXT),
            "predicted_shape": said("Of its output.", shape()),
            "actual_shape": said(
                "Of the array that was there; null where a layer that ran within this one wrote over it.", nullable(shape())
            ),
            "bytes": said("Of its output, for the batch.", COUNT),
            "seconds": said("Its time; null where it ran within another layer.", nullable(_TIME)),
            "gflops_per_second": said("Predicted operations a nanosecond.", nullable(_TIME)),
            "operations": said("Predicted for the batch: two for each multiply-add, one for every other.", COUNT),
            "macs": said("Multiply-adds that are predicted for the batch.", COUNT),
            "macs_done": said("Multiply-adds that were done.", COUNT),
            "folded_into": said("Path of the layer within which it ran.", nullable(TEXT)),
        }
    )


def _peak() -> Schema:
    return record(
        {
            "predicted_bytes": said("Arrays alive at once, weights apart: `inference_peak_bytes` of the report.", COUNT),
            "measured_bytes": said("All that was allocated at once while the network ran.", COUNT),
            "weights_bytes": said("Parameters and buffers.", COUNT),
            "workspace_bytes": said("Blocks of the threads, copies, and weights as far as they were laid out larger.", COUNT),
        }
    )


def _top() -> Schema:
    value = record(
        {
            "index": said("Its channel, from 0.", COUNT),
            "place": said("Row and column, from 0, where the output has several places.", rows(COUNT)),
            "value": said("The value; null where it is no number.", nullable({"type": "number"})),
        }
    )
    return record(
        {
            "output": said("Path of the layer.", TEXT),
            "image": said("Which image of the batch, from 0.", COUNT),
            "probabilities": said("Whether a softmax gave the values.", FLAG),
            "values": said("Largest first.", rows(value)),
        }
    )
