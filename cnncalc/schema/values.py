"""Types of options to schemas: one entry for each type that `option(...)` declares."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping
from typing import Any

from cnncalc.layer_base import summary
from cnncalc.spec.expressions import FUNCTIONS, WORDS

Schema = dict[str, Any]

EXPRESSION: Schema = {"$ref": "#/definitions/expression"}
#: Types whose schema depends on nothing else, so that they are stated once.
SHARED = ("count", "sizes", "padding", "flag", "groups", "connections", "rounding", "volume", "layer", "values")

ROUNDING_DOCS = {
    "strict": "The windows must fit exactly; the default.",
    "floor": "Round down, as PyTorch does; what no window reads is reported.",
    "ceil": "Round up as PyTorch's ceil_mode: the last window must start inside the input or the padding before it.",
    "ceil-caffe": "Round up as Caffe does: that clip only where there is padding.",
    "ceil-onnx": "Round up as ONNX opset 10 does: no clip.",
}
PADDING_DOCS = {
    "same": "(F - 1)/2 on both sides: keeps the size at stride 1, odd kernels only.",
    "same-tf": "TensorFlow's rule: ceil(N/S), the odd cell at the end.",
    "valid": "None.",
}


def documented(title: str, text: str) -> Schema:
    """What editors show; where the text holds words of YAML, as Markdown too, or they would print the backticks."""
    return {"title": title, "description": text, **({"markdownDescription": text} if "`" in text else {})}


def described(word: str, manual: str) -> Schema:
    """Title, the first sentence of a manual, and all of it for editors."""
    return {"title": word, "description": f"{summary(manual)}.", "markdownDescription": manual}


def choice(docs: Mapping[str, str]) -> Schema:
    """Words with what each means."""
    return {"oneOf": [{"const": word, **documented(word, doc)} for word, doc in docs.items()]}


def either(*alternatives: Schema) -> Schema:
    """One of these, or an expression."""
    return {"anyOf": [*alternatives, EXPRESSION]}


def integer(minimum: float | None = 1) -> Schema:
    """An integer from `minimum` on."""
    return {"type": "integer", "minimum": 1 if minimum is None else minimum}


def listed(item: Schema, fewest: int = 1, most: int | None = None) -> Schema:
    """A list of these."""
    return {"type": "array", "items": item, "minItems": fewest, **({} if most is None else {"maxItems": most})}


def size_text(minimum: float | None, most: int) -> Schema:
    """`3x5`, with at most so many axes."""
    size = "[0-9]+" if minimum == 0 else "0*[1-9][0-9]*"
    return {"type": "string", "pattern": f"^{size}(x{size}){{1,{most - 1}}}$"}


def parameter_name() -> Schema:
    """A name that expressions can speak of."""
    taken = sorted({*keyword.kwlist, *FUNCTIONS, *WORDS, "_in_"})
    said = "Letters, digits and _ make a name; no digit stands first."
    return {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "patternErrorMessage": said, "not": {"enum": taken}}


def _sizes(meta: Mapping[str, Any]) -> Schema:
    least = meta["minimum"]
    return either(integer(least), size_text(least, 3), listed(either(integer(least)), 1, 3))


def _padding(meta: Mapping[str, Any]) -> Schema:
    size = either(integer(0))
    pair = either(listed(size, 2, 2))
    return either(integer(0), choice(PADDING_DOCS), size_text(0, 3), listed(size, 1, 3), listed(pair, 1, 3))


def _volume(meta: Mapping[str, Any]) -> Schema:
    return either(integer(), size_text(1, 4), listed(either(integer()), 1, 4))


def _number(meta: Mapping[str, Any]) -> Schema:
    bounds = {word: meta[word] for word in ("minimum", "maximum") if meta[word] is not None}
    return either({"type": "number", **bounds})


def _connections(meta: Mapping[str, Any]) -> Schema:
    rows = listed(either(listed(either(integer(0)))), 0)
    return either(rows, {"type": "null"})


def _values(meta: Mapping[str, Any]) -> Schema:
    deeper = {"$ref": "#/definitions/values/anyOf/0"}
    return either(listed(either({"type": "number"}, deeper)), {"type": "null"})


#: Type -> its schema, given what the option declares.
_TYPES: dict[str, Callable[[Mapping[str, Any]], Schema]] = {
    "count": lambda meta: either(integer(meta["minimum"])),
    "sizes": _sizes,
    "padding": _padding,
    "volume": _volume,
    "number": _number,
    "connections": _connections,
    "values": _values,
    "flag": lambda meta: either({"type": "boolean"}),
    "groups": lambda meta: either(integer(), choice({"depthwise": "One group a channel."})),
    "word": lambda meta: either({"type": "string", "enum": list(meta["choices"])}),
    "words": lambda meta: either(listed(either({"type": "string", "enum": list(meta["choices"])}))),
    "rounding": lambda meta: either(choice(ROUNDING_DOCS)),
    "layer": lambda meta: {"type": "string", "minLength": 1},
}
_PLAIN: dict[str, Any] = {"minimum": None, "maximum": None, "choices": ()}


def value_schema(meta: Mapping[str, Any]) -> Schema:
    """The values that an option takes."""
    if meta["type"] in SHARED and meta["minimum"] is None:
        return {"$ref": f"#/definitions/{meta['type']}"}
    return _TYPES[meta["type"]](meta)


def shared_definitions() -> dict[str, Schema]:
    """What `value_schema` and this file refer to. Untitled but for expressions: editors show the innermost words they find."""
    text = "`$name`, `$(arithmetic)`, or a word with values put in, as in `stage$i`. `$in`: the arriving channels."
    return {
        "expression": {**documented("expression", text), "type": "string", "pattern": "\\$"},
        "parameter": parameter_name(),
        **{name: _TYPES[name]({"type": name, **_PLAIN}) for name in SHARED},
    }
