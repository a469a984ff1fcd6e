"""The schema of `cnncalc value --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.records import COUNT, NUMBER, TEXT, document, record, rows, said
from cnncalc.schema.values import Schema

_FRACTION: Schema = {**TEXT, "pattern": "^-?[1-9][0-9]*/[1-9][0-9]*$"}
_VALUE: Schema = {"$ref": "#/definitions/value"}
_WORD: Schema = {**TEXT, "pattern": "^[a-z-]+$"}
_TENSORS = {
    "input": "The values.",
    "skip": "What is added to them.",
    "filter": "The filter's values, before the scale.",
    "filters": "Several filters.",
    "weight": "The matrix.",
    "bias": "One number, or one for each filter or output.",
    "scale": "What every value of the filter is multiplied by.",
    "mean": "One number, or one for each feature or channel.",
    "variance": "One number, or one for each feature or channel.",
    "gamma": "One number, or one for each feature or channel.",
    "beta": "One number, or one for each feature or channel.",
    "epsilon": "Added to the variance.",
    "upstream": "dL/dy, shaped as the output.",
}
_SIZES = {
    "kernel": "The window's size on each axis.",
    "stride": "The window's step on each axis.",
    "dilation": "The distance of its cells on each axis.",
}
_WORDS = {"padding_mode": "What the padding holds.", "rounding": "strict or floor.", "then": "relu."}


def schema() -> dict[str, Any]:
    """A computation; with --response, what a filter makes of test images."""
    keys = {
        "op": said("The operation.", _WORD),
        "given": _given(),
        "output": said("The output, nested [channels or filters][rows][columns].", _VALUE),
        "shape": said("Its sizes, channels first.", rows(NUMBER)),
        "cells": said("Every cell of the output, row by row.", rows({"$ref": "#/definitions/cell"})),
        "kernel_sums": said("The sum of each filter, scale included: what a flat image of ones becomes.", rows(_VALUE)),
        "gradients": said(
            "dL/d(value), by the value's name; each shaped as the value.", {"type": "object", "additionalProperties": _VALUE}
        ),
        "responses": said("What the filter makes of test images.", rows({"$ref": "#/definitions/response"})),
    }
    known = document("value", "cnncalc value", "A small computation on given values, exactly.", keys)
    known["required"] = ["schema", "op", "given"]
    cell = {"cell": said("Its place, counted from 0.", rows(COUNT)), "worked": said("Its arithmetic, ending in its value.", TEXT)}
    response = {"image": said("The test image.", TEXT), "output": said("What the filter makes of it.", _VALUE)}
    value = {
        "description": "A whole number as such, a fraction as `10/3`; or a list of values.",
        "anyOf": [{"type": "integer"}, _FRACTION, {"type": "array", "items": _VALUE, "minItems": 1}],
    }
    known["definitions"] = {"value": value, "cell": record(cell), "response": record(response)}
    return known


def _given() -> Schema:
    """What was given, in one form; sizes that were left out stand there as well."""
    pair = {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}
    keys = {key: said(what, _VALUE) for key, what in _TENSORS.items()}
    keys |= {key: said(what, rows(NUMBER)) for key, what in _SIZES.items()}
    keys |= {key: said(what, _WORD) for key, what in _WORDS.items()}
    keys["padding"] = said("Cells before and after on each axis; or same, or valid.", {"anyOf": [_WORD, rows(pair)]})
    keys["count_padding"] = said("Whether padding counts in a mean.", {"type": "boolean"})
    return said("What was given.", record(keys, tuple(keys)))
