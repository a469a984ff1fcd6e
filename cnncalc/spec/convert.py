"""Values of the file to options of a kind: one function a type, one wording for all kinds.

Sizes and paddings are brought to one form that depends on the rank (2 for height and width): sizes to one int an axis,
paddings to one (before, after) an axis or a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import Any

from cnncalc.diagnostics import LayerError, nearest
from cnncalc.spec.expressions import describe
from cnncalc.spec.values import MappingValue

ROUNDINGS = ("strict", "floor", "ceil", "ceil-caffe", "ceil-onnx")
_SIZE_TEXT = re.compile(r"[0-9]+(x[0-9]+)+")


def convert(name: str, value: Any, rank: int, size_limit: int, meta: Any) -> Any:
    """A value as the option `name` wants it. Raises LayerError with the option's name."""
    return _CONVERTERS[meta["type"]](name, value, rank, size_limit, meta)


def split_sizes(text: Any) -> Any:
    """`3x5` as (3, 5); anything else as it is."""
    if isinstance(text, str) and len(text) < 200 and _SIZE_TEXT.fullmatch(text):
        return tuple(int(part) for part in text.split("x"))
    return text


def show(value: Any) -> str:
    return "a mapping" if value is MappingValue else describe(value)


def _wrong(name: str, expected: str, value: Any, *help: str) -> LayerError:
    return LayerError("S102", name, f"`{name}` must be {expected}, {refused(show(value))}", *(help or _hint(expected, value)))


def refused(shown: str) -> str:
    """How a message goes on after what was expected."""
    return "but it is empty" if shown == "nothing" else f"not {shown}"


def _hint(expected: str, value: Any) -> tuple[str, ...]:
    """What to write instead, where the slip is plain."""
    if isinstance(value, str):
        if "#" in value:
            return ("a comment needs a space before its `#`",)
        if re.fullmatch(r"[-+]?[0-9.]+", value):
            return (f"write {value} without quotes",)
    if isinstance(value, float) and value == value // 1 and expected.startswith("an integer"):
        return (f"write {int(value)}",)
    if isinstance(value, (int, float)) and expected == "a word":
        return ("quote it",)
    return ()


def integer(name: str, value: Any, limit: int, minimum: float = 1, expected: str = "an integer") -> int:
    """An integer within bounds: S102 for another type, S103 above the size limit, H303 below the minimum."""
    if type(value) is not int:
        raise _wrong(name, expected, value)
    if value > limit:
        digits = str(value)
        shown = f"{value:,}" if len(digits) <= 20 else f"{digits[:12]}... ({len(digits)} digits)"
        raise LayerError("S103", name, f"`{name}` is too large: {shown}, the limit is {limit:,}", "--max-size raises the limit")
    if value < minimum:
        raise LayerError("H303", name, f"`{name}` must be at least {minimum:g}, found {value}")
    return value


def _count(name: str, value: Any, rank: int, limit: int, meta: Any) -> int:
    return integer(name, value, limit, 1 if meta["minimum"] is None else meta["minimum"])


def _sizes(name: str, value: Any, rank: int, limit: int, meta: Any) -> tuple[int, ...]:
    minimum = 1 if meta["minimum"] is None else meta["minimum"]
    value = split_sizes(value)
    if not isinstance(value, tuple):
        return (integer(name, value, limit, minimum, "an integer, or one an axis as in [3, 5] or 3x5"),) * rank
    if len(value) != rank:
        raise LayerError("S102", name, f"`{name}` gives {_sizes_of(value)} for {_axes(rank)}", "one number stands for all axes")
    return tuple(integer(name, size, limit, minimum) for size in value)


def _volume(name: str, value: Any, rank: int, limit: int, meta: Any) -> tuple[int, ...]:
    """Height x width x channels, or a number of values."""
    sizes = split_sizes(value)
    sizes = sizes if isinstance(sizes, tuple) else (sizes,)
    if not 1 <= len(sizes) <= 4:
        raise _wrong(name, "a volume such as 55x55x96 or a number of values", value)
    return tuple(integer(name, size, limit, 1, "a volume such as 55x55x96 or a number of values") for size in sizes)


def _sizes_of(value: tuple[Any, ...]) -> str:
    return "1 size" if len(value) == 1 else f"{len(value)} sizes"


def _axes(rank: int) -> str:
    names = {1: "one axis", 2: "two axes (height, width)", 3: "three axes (depth, height, width)"}
    return names.get(rank, f"{rank} axes")


def _padding(name: str, value: Any, rank: int, limit: int, meta: Any) -> Any:
    if isinstance(value, str) and not isinstance(split_sizes(value), tuple):
        if value in ("same", "same-tf", "valid"):
            return value if value != "valid" else ((0, 0),) * rank
        close = nearest(value, ("same", "same-tf", "valid"))
        raise _wrong(name, "an integer, one an axis, [[before, after], ...], same, same-tf or valid", value,
                     *((f"did you mean `{close}`?",) if close else _hint("", value)))  # fmt: skip
    value = split_sizes(value)
    if isinstance(value, tuple) and value and all(isinstance(pair, tuple) for pair in value):
        if len(value) != rank or any(len(pair) != 2 for pair in value):
            wanted = ", ".join(["[before, after]"] * rank)
            raise LayerError("S102", name, f"`{name}` must give before and after for {_axes(rank)}", f"write [{wanted}]")
        return tuple((integer(name, a, limit, 0), integer(name, b, limit, 0)) for a, b in value)
    if isinstance(value, tuple) and any(isinstance(pair, tuple) for pair in value):
        raise LayerError("S102", name, f"`{name}` mixes numbers and [before, after]", "write one form for all axes")
    if isinstance(value, tuple) and len(value) != rank:
        nested = ("before and after are nested: [[1, 2]]",) if rank == 1 else ()
        raise LayerError("S102", name, f"`{name}` gives {_sizes_of(value)} for {_axes(rank)}", *nested)
    sizes = value if isinstance(value, tuple) else (value,) * rank
    return tuple((integer(name, size, limit, 0),) * 2 for size in sizes)


def _flag(name: str, value: Any, rank: int, limit: int, meta: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(name, "true or false", value)


def _number(name: str, value: Any, rank: int, limit: int, meta: Any) -> float:
    if type(value) not in (int, float) or not isfinite(value):
        raise _wrong(name, "a number", value)
    low, high = meta["minimum"], meta["maximum"]
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = f"between {low:g} and {high:g}" if low is not None and high is not None else f"at least {low:g}"
        raise LayerError("S112", name, f"`{name}` must be {bounds}, found {value}")
    return float(value)


def _word(name: str, value: Any, rank: int, limit: int, meta: Any) -> str:
    choices = meta["choices"]
    listed = ", ".join(f"`{choice}`" for choice in choices)
    if not isinstance(value, str):
        raise _wrong(name, f"one of {listed}", value)
    if value not in choices:
        close = nearest(value, choices)
        help = f"did you mean `{close}`?" if close else f"one of {listed}"
        raise LayerError("S112", name, f"`{name}` cannot be `{value[:40]}`", help)
    return value


def _words(name: str, value: Any, rank: int, limit: int, meta: Any) -> tuple[str, ...]:
    """A list of words."""
    if not isinstance(value, tuple) or not value:
        raise _wrong(name, "a list of words", value, f"a list of some of {', '.join(meta['choices'])}")
    return tuple(_word(name, word, rank, limit, meta) for word in value)


def _layer(name: str, value: Any, rank: int, limit: int, meta: Any) -> str:
    """The name of a layer; whether there is one is the walk's to say."""
    if isinstance(value, str) and value:
        return value
    raise _wrong(name, "the name of a layer", value)


def nesting(value: Any) -> int:
    """How deep lists stand in lists."""
    depth = 0
    while isinstance(value, tuple) and value:
        value, depth = value[0], depth + 1
    return depth


def _values(name: str, value: Any, rank: int, limit: int, meta: Any) -> Any:
    """Numbers in nested lists, as deep as the kernel has axes."""
    if value is None:
        return None
    lists = [value]
    for _ in range(rank):
        strange = [item for item in lists if not isinstance(item, tuple) or not item]
        if strange:
            raise _wrong(name, "numbers in lists as deep as the kernel, as in [[0, 1, 0], [1, -4, 1], [0, 1, 0]]", strange[0])
        lists = [item for row in lists for item in row]
    for item in lists:
        if type(item) not in (int, float) or not isfinite(item):
            fraction = isinstance(item, str) and "/" in item
            raise _wrong(name, "made of numbers", item, *([f"a fraction is worked out: `$({item})`"] if fraction else []))
    return value


def _groups(name: str, value: Any, rank: int, limit: int, meta: Any) -> int | str:
    if isinstance(value, str) and value != "depthwise":
        raise _wrong(name, "an integer or `depthwise`", value)
    return value if isinstance(value, str) else integer(name, value, limit, 1, "an integer or `depthwise`")


def _connections(name: str, value: Any, rank: int, limit: int, meta: Any) -> tuple[tuple[int, ...], ...] | None:
    if value is None:
        return None
    strange = [row for row in value if not isinstance(row, tuple)] if isinstance(value, tuple) else [value]
    if strange:
        raise _wrong(name, "a list with a list of input channels for each filter, as in [[0, 1, 2], [1, 2, 3]]", strange[0])
    if () in value:
        raise LayerError("S102", name, f"filter {value.index(()) + 1} of `{name}` reads no channel", "leave no list empty")
    return tuple(tuple(integer(name, channel, limit, 0, "made of integers") for channel in row) for row in value)


_CONVERTERS: dict[str, Callable[[str, Any, int, int, Any], Any]] = {
    "count": _count, "sizes": _sizes, "padding": _padding, "flag": _flag, "number": _number, "word": _word,
    "groups": _groups, "connections": _connections, "volume": _volume, "words": _words, "layer": _layer, "values": _values,
    "rounding": lambda name, value, rank, limit, meta: _word(name, value, rank, limit, {"choices": ROUNDINGS}),
}  # fmt: skip
