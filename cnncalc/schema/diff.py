"""The schema of `cnncalc diff --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.figures import FIGURES
from cnncalc.schema.records import COUNT, FLAG, NUMBER, TEXT, document, nullable, record, rows, said, shape
from cnncalc.schema.report import finding
from cnncalc.schema.values import Schema
from cnncalc.spec.convert import ROUNDINGS
from cnncalc.spec.header import BUDGET_BYTES, BUDGET_COUNTS
from cnncalc.tensor import DTYPE_BYTES

_TOTALS = {
    **{name: FIGURES[name] for name in ("params", "weights", "biases", "buffers", "params_with_aux")},
    **{name: FIGURES[name] + " Of the whole batch." for name in ("macs", "flops", "macs_with_aux", "activations")},
    "activations_bytes": "Bytes of all activations, the input included.",
    "weights_bytes": "Bytes of all parameters, biases included; buffers apart.",
    "inference_peak_bytes": "Bytes of the arrays that are alive at once at most, parameters apart.",
    "kept_bytes": "Bytes that are kept for the backward pass.",
    "training_bytes": "Parameters, gradients and what is kept, in bytes.",
    "weight_layers": FIGURES["weight_layers"],
    "layers": "All layers, auxiliary heads left out.",
}
_DIFFERENCE: Schema = {"type": ["integer", "null"]}
_PERCENT: Schema = {"type": ["number", "null"]}


def schema() -> dict[str, Any]:
    """Pairs of networks: a file with variants has one for each."""
    keys = {
        "old": said("What was asked for first.", TEXT),
        "new": said("What was asked for second.", TEXT),
        "batch": said("Images in a batch.", NUMBER),
        "dtype": said("Type of the values.", {"enum": list(DTYPE_BYTES)}),
        "networks": said("Every pair, and every network that only one side has.", rows({"$ref": "#/definitions/network"})),
        "findings": said("What is wrong with the files that were refused.", rows({"$ref": "#/definitions/finding"})),
    }
    known = document("diff", "cnncalc diff", "What changed between two networks. Shapes are channels first.", keys)
    known["definitions"] |= {
        "network": _network(), "report": _report(), "total": _total(), "layer": _layer(), "row": _row(), "finding": finding(),
    }  # fmt: skip
    return known


def _network() -> Schema:
    report, total = nullable({"$ref": "#/definitions/report"}), {"$ref": "#/definitions/total"}
    totals = record({name: {"allOf": [total], "description": text} for name, text in _TOTALS.items()})
    return record(
        {
            "variant": said("The variant of both files; null where two networks without one were compared.", nullable(TEXT)),
            "status": said(
                "added and removed: only one side has it; refused: a figure is unknown.",
                {"enum": ["same", "changed", "added", "removed", "refused"]},
            ),
            "old": said("The old network; null where there is none or it was not compared.", report),
            "new": said("The new network; null where there is none or it was not compared.", report),
            "totals": said("Every total, changed or not; null where nothing was compared.", nullable(totals)),
            "layers": said(
                "Layers that changed, with --all every one: those of the new network in its order, those that are gone "
                "where they stood.",
                rows({"$ref": "#/definitions/layer"}),
            ),
            "limits": said("Every limit of --fail-on-increase; none where nothing was compared.", rows(_limit())),
        }
    )


def _report() -> Schema:
    field = {"anyOf": [rows(NUMBER), {"enum": ["all", None]}]}
    return record(
        {
            "name": said("The network's name in the file; empty where it has none.", TEXT),
            "path": said("The file, or git:REV:PATH.", TEXT),
            "input": said("Channels, then height and width.", shape()),
            "output": said("The same of what leaves the network.", nullable(shape())),
            "receptive_field": said("Pixels that one cell of the output sees, on each axis; `all` of the input.", field),
            "rounding": said("The file's rule for windows that do not fit.", {"enum": list(ROUNDINGS)}),
            "params": said(FIGURES["params"], COUNT),
            "macs": said(FIGURES["macs"], COUNT),
        }
    )


def _total() -> Schema:
    return record(
        {
            "old": said("The figure before.", COUNT),
            "new": said("The figure after.", COUNT),
            "change": said("New less old.", {"type": "integer"}),
            "percent": said("The change in per cent of the old figure; null where that is 0.", _PERCENT),
        }
    )


def _layer() -> Schema:
    row = nullable({"$ref": "#/definitions/row"})
    change = record(
        {
            "old": said("Before: a count, a shape, a word, an option's value, or null for nothing.", {}),
            "new": said("After.", {}),
            "change": said("New less old; null of what is no integer.", _DIFFERENCE),
            "percent": said("The change in per cent of the old figure; null of 0 and of what is no integer.", _PERCENT),
        }
    )
    changes = {"type": "object", "additionalProperties": change}
    return record(
        {
            "status": said(
                "renamed: nothing but its name changed.", {"enum": ["same", "renamed", "changed", "added", "removed"]}
            ),
            "old": said("The layer before; null where it was added.", row),
            "new": said("The layer after; null where it was removed.", row),
            "changes": said("What differs but the name: kind, options, inputs, shares, aux, output and figures.", changes),
        }
    )


def _row() -> Schema:
    return record(
        {
            "path": said("Its name with the scopes it stands in.", TEXT),
            "kind": said("Its kind.", TEXT),
            "inputs": said("Paths of the layers that it reads.", rows(TEXT)),
            "aux": said("Whether it belongs to an auxiliary head, which the totals leave out.", FLAG),
            "output_shape": said("Channels, then height and width.", nullable(shape())),
            "params": said(FIGURES["params"], COUNT),
            "macs": said(FIGURES["macs"], COUNT),
        }
    )


def _limit() -> Schema:
    return record(
        {
            "figure": said("Which figure, by the name that `budget` uses.", {"enum": [*BUDGET_COUNTS, *BUDGET_BYTES]}),
            "written": said("The limit as it was given.", TEXT),
            "old": said("The figure before: a count, or bytes for weights, peak, kept and training.", COUNT),
            "new": said("The figure after.", COUNT),
            "change": said("New less old.", {"type": "integer"}),
            "allowed": said("The largest change that passes, in the same unit.", COUNT),
            "exceeded": said("Whether the change is larger.", FLAG),
        }
    )
