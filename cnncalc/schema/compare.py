"""The schema of `cnncalc compare --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.figures import FIGURES
from cnncalc.schema.records import COUNT, NUMBER, TEXT, document, nullable, record, rows, said, shape
from cnncalc.schema.report import finding
from cnncalc.tensor import DTYPE_BYTES

_OF_THE_BATCH = " Of the whole batch."


def schema() -> dict[str, Any]:
    """One record a network; what was refused has nulls."""
    figures = {
        "params": FIGURES["params"],
        "macs": FIGURES["macs"] + _OF_THE_BATCH,
        "weights_bytes": "Bytes of all parameters, biases included; buffers apart.",
        "inference_peak_bytes": "Bytes of the arrays that are alive at once at most, parameters apart." + _OF_THE_BATCH,
        "training_bytes": "Parameters, gradients and what is kept for the backward pass, in bytes." + _OF_THE_BATCH,
        "weight_layers": FIGURES["weight_layers"],
        "layers": "All layers, auxiliary heads left out.",
    }
    network = record(
        {
            "name": said("As it was asked for; of a file's variants FILE:VARIANT.", TEXT),
            "title": said("The network's name in the file; null where it was refused.", nullable(TEXT)),
            **{key: said(text + " null where it was refused.", nullable(COUNT)) for key, text in figures.items()},
            "input": said("Channels, then height and width.", nullable(shape())),
            "output": said("The same of what leaves the network.", nullable(shape())),
        }
    )
    keys = {
        "batch": said("Images in a batch.", NUMBER),
        "dtype": said("Type of the values.", {"enum": list(DTYPE_BYTES)}),
        "networks": said("In the order of the table.", rows(network)),
        "findings": said("What is wrong with the files that were refused.", rows({"$ref": "#/definitions/finding"})),
    }
    known = document("compare", "cnncalc compare", "Networks side by side.", keys)
    known["definitions"] |= {"finding": finding()}
    return known
