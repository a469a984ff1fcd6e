"""The schema of an architecture file, for editors and for tools that know JSON Schema."""

from __future__ import annotations

from typing import Any

from cnncalc import layers
from cnncalc.schema.entries import ENTRIES, complete_kinds, entry_definitions, known_words
from cnncalc.schema.figures import FIGURES
from cnncalc.schema.kinds import documentation_of, kind_definitions, required
from cnncalc.schema.values import ROUNDING_DOCS, Schema, choice, documented, shared_definitions
from cnncalc.spec.header import BUDGET_BYTES, BUDGET_COUNTS, BUDGET_LEVELS, EXPECT_LAYER, EXPECT_TOTALS
from cnncalc.spec.load import KEYS, VARIANT_KEYS
from cnncalc.spec.steps import FORMS, SIBLINGS

COUNT_UNITS = ("k", "K", "M", "G", "T")
BYTE_UNITS = ("B", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB")
_NUMBER = r"[0-9]+(\.[0-9]+)?"

KEY_DOCS = {
    "name": "The network's name, for people.",
    "source": "Where the network and its figures come from.",
    "input": "The input volume, height x width x channels as volumes are printed: `224x224x3`; a number for a vector.",
    "rounding": "What happens where windows do not fit, for the whole file.",
    "params": "Parameters of the file with their values; `--set NAME=VALUE` gives others.",
    "variants": "Networks of one file: each gives parameters, and its own name, source, input, expect and budget. "
    "The first is the default.",
    "defaults": "Options that a kind has where the entry does not give them: `conv: {bias: false}`.",
    "blocks": "Named lists of entries with parameters, used like kinds.",
    "layers": "The network: entries in order, each reading the one before.",
    "expect": "Figures that must hold, from a source outside cnncalc.",
    "budget": "Limits: counts as `65M`, bytes with their unit as `250 MB`.",
}
BUDGET_DOCS = {
    **FIGURES,
    "weights": "Bytes of all parameters, biases included; buffers apart.",
    "peak": "Bytes of the arrays that are alive at once at inference, parameters apart.",
    "kept": "Bytes that are kept for the backward pass.",
    "training": "Bytes of training: parameters, gradients, the optimizer's state and what is kept.",
}


def schema() -> dict[str, Any]:
    """Made from the kinds' options, the forms and the header's words."""
    text: Schema = {"type": ["string", "null"]}
    values: dict[str, Schema] = {
        "name": text,
        "source": text,
        "input": {"$ref": "#/definitions/volume"},
        "rounding": choice(ROUNDING_DOCS),
        "params": _mapping({"propertyNames": {"$ref": "#/definitions/parameter"}}),
        "variants": _mapping({"additionalProperties": {"$ref": "#/definitions/variant"}}),
        "defaults": _mapping({"properties": _defaults(), "additionalProperties": False}),
        "blocks": _mapping({"propertyNames": _block_name(), "additionalProperties": {"$ref": "#/definitions/block"}}),
        "layers": ENTRIES,
        "expect": {"$ref": "#/definitions/expect"},
        "budget": {"$ref": "#/definitions/budget"},
    }
    properties = {key: {**documented(key, KEY_DOCS[key]), **values[key]} for key in KEYS}
    return {
        "$id": "urn:cnncalc:language:1",
        "title": "cnncalc architecture",
        "description": "A convolutional network as cnncalc reads it (NAME.cnn.yaml).",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "required": ["layers"],
        "allOf": _conditions(),
        "definitions": {
            **shared_definitions(),
            **entry_definitions(),
            **kind_definitions(),
            **_header_definitions(properties),
            **known_words(),
            **complete_kinds(),
        },
    }


def _mapping(rules: Schema) -> Schema:
    """A mapping that may be left empty."""
    return {"type": ["object", "null"], **rules}


def _defaults() -> dict[str, Schema]:
    """Options by kind."""
    options = {kind: {"type": "object", "allOf": [{"$ref": f"#/definitions/options.{kind}"}]} for kind in layers.names()}
    return {kind: {**documentation_of(kind), **options[kind]} for kind in options}


def _block_name() -> Schema:
    return {"not": {"enum": sorted({*layers.names(), *FORMS, *SIBLINGS})}}


def _conditions() -> list[Schema]:
    """What depends on several keys of the file."""
    variants = {"type": "object", "minProperties": 1}
    each_input = {"properties": {"variants": {"additionalProperties": {"type": "object", "required": ["input"]}}}}
    blocks = {"required": ["blocks"], "properties": {"blocks": {"type": "object", "minProperties": 1}}}
    giving = [
        {"required": [kind], "properties": {kind: {"type": "object", "anyOf": [{"required": [name]} for name in required(kind)]}}}
        for kind in layers.names()
        if required(kind)
    ]
    defaults = {"required": ["defaults"], "properties": {"defaults": {"type": "object", "anyOf": giving}}}
    complete: Schema = {"$ref": "#/definitions/complete"}
    return [
        {
            "if": {"required": ["variants"], "properties": {"variants": variants}},
            "then": {"anyOf": [{"required": ["input"]}, each_input]},
            "else": {"required": ["input"]},
        },
        {"if": blocks, "else": {"properties": {"layers": {"$ref": "#/definitions/known"}}}},
        {
            "if": defaults,
            "else": {
                "properties": {
                    "layers": complete,
                    "blocks": {"additionalProperties": {"properties": {"layers": complete}}},
                }
            },
        },
    ]


def _header_definitions(properties: dict[str, Schema]) -> dict[str, Schema]:
    """`expect`, `budget`, `variant` and `block`."""
    by_layer = {
        **documented("layers", "Figures of layers and blocks, by the names that `cnncalc show` prints."),
        **_mapping({"additionalProperties": _mapping({"properties": _figures(EXPECT_LAYER), "additionalProperties": False})}),
    }
    variant = _mapping({"propertyNames": {"$ref": "#/definitions/parameter"}})
    return {
        "expect": _mapping({"properties": {**_figures(EXPECT_TOTALS), "layers": by_layer}, "additionalProperties": False}),
        "budget": budget(),
        "variant": {
            **documented("variant", "Parameters, and what differs beside them."),
            **variant,
            "properties": {key: properties[key] for key in VARIANT_KEYS},
        },
        "block": _block(),
    }


def _figures(names: tuple[str, ...]) -> dict[str, Schema]:
    """The output and these counts."""
    output = {**documented("output", FIGURES["output"]), "$ref": "#/definitions/volume"}
    counts = {name: {**documented(name, FIGURES[name]), "type": "integer", "minimum": 0} for name in names}
    return {"output": output, **counts}


def _block() -> Schema:
    parameters = "Parameters with their defaults, evaluated where the block is entered; an empty one must be given."
    return {
        **documented("block", "Entries that are used by name."),
        "type": "object",
        "properties": {
            "params": {**documented("params", parameters), **_mapping({"propertyNames": {"$ref": "#/definitions/parameter"}})},
            "layers": {**documented("layers", "The block's entries, in order."), **ENTRIES},
        },
        "additionalProperties": False,
        "required": ["layers"],
    }


def budget() -> Schema:
    """Limits of a network's totals."""
    counts = {"anyOf": [{"type": "number", "minimum": 0}, _quantity(COUNT_UNITS, optional=True)]}
    sizes = _quantity(BYTE_UNITS, optional=False)
    limits = {name: counts if name in BUDGET_COUNTS else sizes for name in (*BUDGET_COUNTS, *BUDGET_BYTES)}
    properties = {name: {**documented(name, BUDGET_DOCS[name]), **_levels(limit)} for name, limit in limits.items()}
    return _mapping({"properties": properties, "additionalProperties": False})


def _levels(limit: Schema) -> Schema:
    """A limit alone, which is an error's, or one of each level."""
    levels = {"properties": dict.fromkeys(BUDGET_LEVELS, limit), "minProperties": 1, "additionalProperties": False}
    return {"if": {"type": "object"}, "then": levels, "else": limit}


def _quantity(units: tuple[str, ...], *, optional: bool) -> Schema:
    """A number with its unit."""
    pattern = rf"^\s*{_NUMBER}\s*({'|'.join(units)}){'?' if optional else ''}\s*$"
    said = "A number such as 65M or 1.2G." if optional else "Bytes with their unit, such as 250 MB (10^6) or 250 MiB (2^20)."
    return {"type": "string", "pattern": pattern, "patternErrorMessage": said}
