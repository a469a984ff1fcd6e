"""Entries: bare words, kinds with their options, forms with what stands beside them, and uses of blocks."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import cleandoc

from cnncalc import layers
from cnncalc.schema.kinds import documentation_of, kinds, required
from cnncalc.schema.values import Schema, choice, described, documented, either, integer, listed
from cnncalc.spec.steps import FORMS, form

BESIDE = ("name", "from", "share")
ENTRIES: Schema = {"$ref": "#/definitions/entries"}
_CONDITION: Schema = {"$ref": "#/definitions/flag"}

MERGE_DOCS = {
    "concat": "Along the channels.",
    "add": "Value by value; all shapes must be equal.",
    "multiply": "Value by value; 1x1 is broadcast.",
    "none": "Kept apart: what follows names one with `from`.",
}
#: Keys of an entry that are neither kind nor form. Main words of forms are described by their files.
KEY_DOCS = {
    "name": "What the layer is called; on a block, named branches or a loop it opens a scope, as in `stage1/conv1`.",
    "from": "An earlier output to read in place of the one before; `input` is the network's input.",
    "share": "The layer (or block) whose weights are used: parameters count once, operations at every use.",
    "as": "Name of the loop's counter, which starts at 0.",
    "in": "The rows of the table that `for` with a list of names walks: `[[1, 16], [6, 24]]`.",
    "layers": "The entries inside, in order.",
    "else": "The entries where the condition is false.",
    "merge": "How the ends of the branches become one.",
    "shortcut": "The entries of the shortcut; the identity where it is left out.",
    "when": "`false` keeps the body alone, without the shortcut.",
}


def words() -> tuple[str, ...]:
    """The words of the language: an entry holds just one of them, or a block of the file."""
    return (*kinds(), *FORMS)


def form_schemas() -> dict[str, Schema]:
    """The main value of each form."""
    names = {"$ref": "#/definitions/parameter"}
    columns = {"type": "object", "propertyNames": names, "minProperties": 1, "additionalProperties": either({"type": "array"})}
    named = {"type": "object", "additionalProperties": ENTRIES, "minProperties": 2}
    values: dict[str, Schema] = {
        "repeat": either(integer(0)),
        "for": {"anyOf": [columns, {**listed(names), "uniqueItems": True}]},
        "if": _CONDITION,
        "branches": {"anyOf": [named, listed(ENTRIES, 2)]},
        "split": either(integer(2)),
        "residual": ENTRIES,
        "aux": ENTRIES,
    }
    manuals = {word: cleandoc(form(word).__doc__ or "") for word in FORMS}
    return {word: {**described(word, manuals[word]), **values[word]} for word in FORMS}


def _key_schemas() -> dict[str, Schema]:
    name: Schema = {"type": "string", "minLength": 1}
    values: dict[str, Schema] = {
        **dict.fromkeys(BESIDE, name),
        "as": {"$ref": "#/definitions/parameter"},
        "in": either(listed(either({"type": "array"}), 0)),
        **dict.fromkeys(("layers", "else", "shortcut"), ENTRIES),
        "merge": choice(MERGE_DOCS),
        "when": _CONDITION,
    }
    return {word: {**documented(word, doc), **values[word]} for word, doc in KEY_DOCS.items()}


def _properties() -> dict[str, Schema]:
    """Every key of an entry that the language knows."""
    of_kinds = {kind: {**documentation_of(kind), "$ref": f"#/definitions/kind.{kind}"} for kind in kinds()}
    return {**of_kinds, **form_schemas(), **_key_schemas()}


def _entry_rules(properties: dict[str, Schema]) -> dict[str, Schema]:
    """Main word -> the keys that its entry may and must hold."""
    keys: dict[str, tuple[str, ...]] = {kind: (kind, *BESIDE) for kind in kinds()}
    keys.update({word: (word, *siblings) for word, (_, siblings) in FORMS.items()})
    for kind in kinds():
        if layers.load(kind).merges:  # they name their inputs themselves
            keys[kind] = tuple(key for key in keys[kind] if key != "from")
    rules: dict[str, Schema] = {}
    for word, allowed in keys.items():
        rules[word] = {
            "title": f"{word} ...",
            "properties": {key: properties[key] for key in allowed},
            "additionalProperties": False,
        }
    for word in ("repeat", "for", "if"):
        rules[word]["required"] = ["layers"]
    rules["branches"]["required"] = ["merge"]
    rules["split"] = {"required": ["branches", "merge"]}
    rules["for"] |= {
        "if": {"properties": {"for": {"type": "array"}}},
        "then": {"required": ["in"]},
        "else": {"not": {"required": ["in"]}},
    }
    return rules


def _block_rule(properties: dict[str, Schema]) -> Schema:
    """An entry with no word of the language uses a block: the block's name once, and what may stand beside it."""
    beside = list(BESIDE)
    pairs = [{"required": [word for word in beside if word != left_out]} for left_out in beside]
    one_block = [
        {"maxProperties": 1},
        {"maxProperties": 2, "anyOf": [{"required": [word]} for word in beside]},
        {"maxProperties": 3, "anyOf": pairs},
        {"maxProperties": 4, "required": beside},
    ]
    return {
        "properties": properties,  # what an editor offers where nothing is written yet
        "additionalProperties": {"$ref": "#/definitions/arguments"},
        "minProperties": 1,
        "propertyNames": {"not": {"enum": [word for word in KEY_DOCS if word not in BESIDE]}},
        "not": {"type": "object", "propertyNames": {"enum": beside}, "minProperties": 1},
        "anyOf": one_block,
    }


def entry_definitions() -> dict[str, Schema]:
    """`entries`, `entry` and what they are made of.

    A string has no keys, so the rules for mappings hold of it by themselves; editors offer their words while one is typed.
    """
    properties = _properties()
    rules = _entry_rules(properties)
    bare = [kind for kind in kinds() if not layers.load(kind).merges and not required(kind)]
    refused = [word for word in words() if word in FORMS or layers.load(word).merges]
    said = documented("entry", "One kind, form or block of the file, with what stands beside it.")
    arguments = "A block's arguments: `{parameter: value}`, or the value of its first parameter."
    inputs: Schema = {"$ref": "#/definitions/inputs"}
    return {
        "entries": {"type": "array", "items": {"$ref": "#/definitions/entry"}},
        "entry": {
            **said,
            "type": ["object", "string"],
            "allOf": [
                {"if": {"title": "entry", "type": "string"}, "then": {"$ref": "#/definitions/word"}},
                *({"if": {"required": [word]}, "then": {"$ref": f"#/definitions/entry.{word}"}} for word in rules),
                {"if": {"propertyNames": {"not": {"enum": list(words())}}}, "then": {"$ref": "#/definitions/block_use"}},
            ],
        },
        "word": {
            "anyOf": [
                choice({kind: documentation_of(kind)["description"] for kind in bare}),
                {**documented("kind or block", "What it is, alone."), "minLength": 1, "not": {"enum": refused}},
            ]
        },
        **{f"entry.{word}": rule for word, rule in rules.items()},
        "block_use": _block_rule(properties),
        "inputs": listed(either({"type": "string", "minLength": 1}), 2),
        "merged": {"properties": {"inputs": inputs}, "required": ["inputs"], "additionalProperties": False},
        "arguments": documented("block", arguments),
    }


def _walker(name: str, mapping: Schema, word: Schema) -> dict[str, Schema]:
    """A definition that holds a further rule against every entry, however deep: `mapping` for mappings, `word` for words.

    Patterns, because editors would offer the keys of `properties` in every entry.
    """
    again = {"$ref": f"#/definitions/{name}"}
    inside: Schema = {_any_of(("layers", "else", "residual", "shortcut", "aux")): again}
    inside[_any_of(("branches",))] = {"items": again, "additionalProperties": again}
    return {name: {"items": {"if": {"type": "string"}, "then": word, "else": {"patternProperties": inside, "allOf": [mapping]}}}}


def _any_of(known: Iterable[str]) -> str:
    return f"^({'|'.join(known)})$"


def known_words() -> dict[str, Schema]:
    """Of a file without blocks: every word is one of the language."""
    said = "There is no such kind or form; a block would stand in `blocks`."
    keys = {"pattern": _any_of([*words(), *KEY_DOCS]), "patternErrorMessage": said}
    unknown = {"if": {"propertyNames": {"not": {"enum": list(words())}}}, "then": {"propertyNames": keys}}
    return _walker("known", unknown, {"pattern": _any_of(kinds()), "patternErrorMessage": said})


def complete_kinds() -> dict[str, Schema]:
    """Of a file whose `defaults` give none of them: the options that a kind must have."""
    needing = {kind: list(required(kind)) for kind in kinds() if required(kind)}
    rules: dict[str, Schema] = {}
    for kind, options in needing.items():
        covered = set(options) <= set(layers.load(kind).main)
        rules[_any_of((kind,))] = {"required": options, **({"not": {"type": "null"}} if covered else {"type": "object"})}
    return _walker("complete", {"patternProperties": rules}, {"not": {"enum": list(needing)}})
