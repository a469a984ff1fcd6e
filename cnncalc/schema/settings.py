"""The schema of `cnncalc.toml`, for editors: taplo takes it from a line `#:schema PATH` at the top of the file."""

from __future__ import annotations

from cnncalc.check.config import KEYS, OVERRIDE_KEYS
from cnncalc.rules import all_rules
from cnncalc.schema.language import budget
from cnncalc.schema.values import Schema, choice, documented

_LEVELS = {
    "error": "Errors alone fail; the default.",
    "warning": "Warnings and errors fail.",
    "info": "Every finding fails.",
}
_PATTERNS = "as `.gitignore` has them, relative to this file's folder"
_DOCS = {
    "exclude": f"Files and folders that are not searched for architecture files: patterns {_PATTERNS}.",
    "select": "Codes that count, or their beginnings: `L1` stands for L101 and its like.",
    "ignore": "Codes that do not count although they are selected, or their beginnings.",
    "fail-level": "The lowest level that makes the exit status 1.",
    "baseline": "A file of findings that are accepted, relative to this file's folder; `--write-baseline` writes it.",
    "budget": "Limits of every network: counts as `25M`, bytes with their unit as `100 MB`; "
    '`{warn = "20M", error = "25M"}` gives both levels.',
    "overrides": "Settings for some paths, laid over the file's own; later ones win.",
    "path": f"The files that the override is for: a pattern, or several, {_PATTERNS}.",
}


def schema() -> Schema:
    """Made from the codes and the figures that a budget can limit."""
    texts: Schema = {"type": "array", "items": {"type": "string", "minLength": 1}}
    codes: Schema = {"type": "array", "items": {"$ref": "#/definitions/code"}}
    values: dict[str, Schema] = {
        "exclude": texts,
        "select": codes,
        "ignore": codes,
        "fail-level": choice(_LEVELS),
        "baseline": {"type": "string", "minLength": 1},
        "budget": {"$ref": "#/definitions/budget"},
        "overrides": {"type": "array", "items": {"$ref": "#/definitions/override"}},
        "path": {"anyOf": [{"type": "string", "minLength": 1}, {**texts, "minItems": 1}]},
    }
    properties = {key: {**documented(key, _DOCS[key]), **values[key]} for key in (*KEYS, "path")}
    override = {"type": "object", "properties": {key: properties[key] for key in OVERRIDE_KEYS}, "required": ["path"]}
    return {
        "$id": "urn:cnncalc:settings:1",
        "title": "cnncalc settings",
        "description": "The settings of `cnncalc check` (cnncalc.toml).",
        "type": "object",
        "properties": {key: properties[key] for key in KEYS},
        "additionalProperties": False,
        "definitions": {
            "code": _codes(),
            "budget": budget(),
            "override": {**documented("override", "Settings for some paths."), **override, "additionalProperties": False},
        },
    }


def _codes() -> Schema:
    """Every code with what it means, and the beginnings of several."""
    rules = list(all_rules())
    begun = sorted({rule.code[:length] for rule in rules for length in (1, 2, 3)})
    families = {start: f"Every code that begins with {start}." for start in begun}
    return choice({**families, **{rule.code: f"{rule.name}: {rule.what}." for rule in rules}})
