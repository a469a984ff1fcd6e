"""Kinds: their options, their main value and their manual, from what each kind's file declares."""

from __future__ import annotations

from dataclasses import MISSING
from functools import lru_cache
from inspect import getdoc
from typing import Any

from cnncalc import layers
from cnncalc.layer_base import options_of
from cnncalc.schema.values import Schema, choice, described, documented, either, value_schema
from cnncalc.spec.options import SUGAR, Plan, plan_of
from cnncalc.spec.steps import FORMS


@lru_cache(maxsize=1)
def kinds() -> tuple[str, ...]:
    """Every kind that may be an entry: a form hides the kind of the same name."""
    return tuple(kind for kind in layers.names() if kind not in FORMS)


def required(kind: str) -> tuple[str, ...]:
    """The options that must be given."""
    return _plan(kind).required


def _plan(kind: str) -> Plan:
    layer_class: Any = layers.load(kind)
    return plan_of(layer_class)


def documentation_of(kind: str) -> Schema:
    """Title, the first sentence of the manual, and all of it for editors."""
    return described(kind, getdoc(layers.load(kind)) or "")


def kind_definitions() -> dict[str, Schema]:
    """`options.KIND` and `kind.KIND` for every kind, and the words of `norm` and `activation`."""
    found: dict[str, Schema] = {}
    for kind in layers.names():
        found[f"options.{kind}"] = {"properties": _options(kind), "additionalProperties": False}
    for kind in kinds():
        found[f"kind.{kind}"] = _kind(kind)
    for role in SUGAR:
        playing = {kind: documentation_of(kind)["description"] for kind in kinds() if layers.load(kind).role == role}
        found[role] = either(choice({**playing, "none": f"No {role}."}))
    return found


def _options(kind: str) -> dict[str, Schema]:
    """The options of a kind, `norm` and `activation` where it takes them."""
    layer_class: Any = layers.load(kind)
    found: dict[str, Schema] = {}
    for field in options_of(layer_class):
        meta = field.metadata
        symbol = f" ({meta['symbol']})" if meta["symbol"] else ""
        default = {} if field.default in (MISSING, None) else {"default": field.default}
        sentence = meta["doc"][:1].upper() + meta["doc"][1:] + "."
        found[field.name] = {**documented(field.name + symbol, sentence), **default, **value_schema(meta)}
    if layer_class.weighted:
        for role in SUGAR:
            sentence = f"The {role} that follows the layer; `none` for none."
            found[role] = {**documented(role, sentence), "$ref": f"#/definitions/{role}"}
    return found


def _kind(kind: str) -> Schema:
    """What may stand after the kind: options in braces, its main value, or nothing."""
    layer_class = layers.load(kind)
    options: Schema = {"$ref": "#/definitions/merged" if layer_class.merges else f"#/definitions/options.{kind}"}
    value = _main(kind)
    if value is None:
        snippet = {name: f"${number}" for number, name in enumerate(required(kind), 1)}
        offered = {"defaultSnippets": [{"label": kind, "body": snippet}]} if snippet else {}
        return {"type": ["object", "null"], **offered, "allOf": [options]}
    nothing = [] if layer_class.merges else [{"type": "null"}]
    otherwise = {"anyOf": [*value.get("anyOf", [value]), *nothing]}
    return {"if": {"type": "object"}, "then": options, "else": otherwise}


def _main(kind: str) -> Schema | None:
    """What may stand after the kind in place of options."""
    layer_class = layers.load(kind)
    if layer_class.merges:
        return {"$ref": "#/definitions/inputs"}
    metadata = _plan(kind).metadata
    values: list[Schema] = []
    for name in layer_class.main:
        value = value_schema(metadata[name])
        if value not in values:
            values.append(value)
    return {"allOf": values} if len(values) > 1 else next(iter(values), None)
