"""What expressions work with: their errors, the bounds on the size of every value, and the functions of the language."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

Value = Any  # int, float, bool, str, or a tuple of these

MAX_ITEMS = 10_000
MAX_TEXT = 1_000
MAX_BITS = 256


class ExpressionError(Exception):
    """An expression that cannot be read or has no value."""

    def __init__(self, code: str, message: str, *help: str) -> None:
        self.code, self.message, self.help = code, message, help
        self.node: Any = None  # the one item of a list that is at fault
        super().__init__(message)


class Unknown(Exception):
    """A value that hangs on a layer that failed: not an error of its own."""


def is_number(value: Value) -> bool:
    return type(value) in (int, float)


def bounded(value: Value) -> Value:
    """A value that is not too large to go on with."""
    if type(value) is int and value.bit_length() > MAX_BITS:
        raise ExpressionError("S103", "the value of the expression is too large")
    if type(value) is float and not math.isfinite(value):
        raise ExpressionError("S103", "the value of the expression is too large")
    if type(value) is tuple and _items(value) > MAX_ITEMS:
        raise ExpressionError("S103", f"the list has more than {MAX_ITEMS:,} items")
    return value


def _items(values: tuple[Value, ...]) -> int:
    """How many items a list has, those of the lists in it included; lists may share their parts, so counting stops early."""
    count, waiting = 0, [values]
    while waiting and count <= MAX_ITEMS:
        found = waiting.pop()
        count += len(found)
        waiting += [item for item in found if type(item) is tuple]
    return count


def joined(pieces: list[str]) -> str:
    """A word put together from values. Raises ExpressionError S103, before it is made, where it is too long."""
    if sum(map(len, pieces)) > MAX_TEXT:
        raise ExpressionError("S103", f"the text is longer than {MAX_TEXT:,} characters")
    return "".join(pieces)


def describe(value: Value) -> str:
    """A value as a message names it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value[:40]}"'
    if isinstance(value, tuple):
        return f"a list of {len(value)}"
    if value is None:
        return "nothing"
    text = str(value)
    return text if len(text) <= 40 else f"{text[:12]}... ({len(text)} digits)"


def _numbers(values: tuple[Value, ...]) -> tuple[Value, ...]:
    if len(values) == 1 and isinstance(values[0], tuple):
        values = values[0]
    if not values or not all(map(is_number, values)):
        raise ValueError
    return values


def _number(value: Value) -> Value:
    if not is_number(value):
        raise ValueError
    return value


def multiple(value: float, step: int = 8) -> int:
    """MobileNet's rounding to a multiple of `step` that never falls below nine tenths of the value."""
    if not (is_number(value) and type(step) is int) or step < 1:
        raise ValueError
    rounded = max(step, int(value + step / 2) // step * step)
    return rounded + step if rounded < 0.9 * value else rounded


def _sum(values: Value) -> Value:
    if not isinstance(values, tuple):
        raise ValueError
    return sum(_numbers(values)) if values else 0


def _length(value: Value) -> int:
    if not isinstance(value, tuple):
        raise ValueError
    return len(value)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "min": lambda *values: min(_numbers(values)),
    "max": lambda *values: max(_numbers(values)),
    "floor": lambda value: math.floor(_number(value)),
    "ceil": lambda value: math.ceil(_number(value)),
    "round": lambda value: round(_number(value)),
    "len": _length,
    "sum": _sum,
    "multiple": multiple,
}
