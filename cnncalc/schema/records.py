"""Parts of the schemas of JSON outputs: every key is described, and no other key may stand there."""

from __future__ import annotations

from cnncalc.schema.values import Schema

COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "integer", "minimum": 1}
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}


def record(keys: dict[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """An object with these keys."""
    required = [key for key in keys if key not in optional]
    return {"type": "object", "properties": keys, "required": required, "additionalProperties": False}


def rows(item: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": item}


def shape() -> Schema:
    """Channels and at most three spatial axes."""
    return {"type": "array", "items": {"$ref": "#/definitions/size"}, "minItems": 1, "maxItems": 4}


def said(description: str, value: Schema) -> Schema:
    """What a key means, with its unit."""
    return {"description": description, **value}


def nullable(value: Schema) -> Schema:
    """Null where it is unknown."""
    return (
        {**value, "type": [value["type"], "null"]} if isinstance(value.get("type"), str) else {"anyOf": [value, {"type": "null"}]}
    )


def document(name: str, title: str, description: str, keys: dict[str, Schema]) -> Schema:
    """A whole output: `cnncalc.NAME/1`."""
    identity = said(f"Always cnncalc.{name}/1; keys may be added, none renamed.", {"const": f"cnncalc.{name}/1"})
    head = {"$id": f"urn:cnncalc:{name}:1", "title": title, "description": description}
    size = said("Values on one axis, or channels.", NUMBER)
    return {**head, **record({"schema": identity, **keys}), "definitions": {"size": size}}
