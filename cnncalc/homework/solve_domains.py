"""What may be given for a quantity of a window: a number, a range, a few numbers, a padding that differs on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

#: The largest size that can be given or found, as in an architecture.
MOST = 2**31 - 1
#: The smallest, by quantity.
LEAST = {"input": 1, "kernel": 1, "stride": 1, "padding": 0, "output": 1, "dilation": 1}
_MOST_CHOICES = 32
_DIGITS = 60


class Wrong(ValueError):
    """A problem that cannot be asked: `key` is the quantity at fault ("" where it is all of them), `help` what to do."""

    def __init__(self, key: str, message: str, *help: str) -> None:
        super().__init__(message)
        self.key, self.message, self.help = key, message, help


class Range(NamedTuple):
    """From low to high, both included."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}.." + ("" if self.high == MOST else str(self.high))


class Pair(NamedTuple):
    """A padding: cells before and after."""

    before: int
    after: int

    def __str__(self) -> str:
        return f"[[{self.before}, {self.after}]]"


class Choices(frozenset[int]):
    """One of a few numbers."""

    def __str__(self) -> str:
        *first, last = map(str, sorted(self))
        return f"{', '.join(first)} or {last}" if first else last


Given: TypeAlias = "int | Range | Choices | None"


def ranges(given: Given | Pair, least: int) -> tuple[Range, ...]:
    """The numbers that are meant, as ranges in ascending order; a Pair has none of its own."""
    if given is None:
        return (Range(least, MOST),)
    if isinstance(given, Choices):
        return tuple(Range(value, value) for value in sorted(given))
    if isinstance(given, Range):
        return (given,)
    return () if isinstance(given, Pair) else (Range(given, given),)


def allows(given: Given | Pair, value: int) -> bool:
    """Whether the value is one of those that are meant."""
    return any(low <= value <= high for low, high in ranges(given, value))


def one_of(given: Given | Pair) -> int | None:
    """The number, where only one is meant."""
    found = ranges(given, 0)
    return found[0].low if len(found) == 1 and found[0].low == found[0].high else None


def shifted(domain: tuple[Range, ...], by: int) -> tuple[Range, ...]:
    """The same numbers, each larger by `by`."""
    return tuple(Range(low + by, high + by) for low, high in domain)


def intersect(one: tuple[Range, ...], other: tuple[Range, ...]) -> tuple[Range, ...]:
    """The numbers of both."""
    both = (Range(max(a.low, b.low), min(a.high, b.high)) for a in one for b in other)
    return tuple(found for found in both if found.low <= found.high)


def count(domain: tuple[Range, ...]) -> int:
    """How many numbers there are."""
    return sum(high - low + 1 for low, high in domain)


def outwards(domain: tuple[Range, ...], centre: int, most: int) -> list[int]:
    """The `most` numbers nearest to the centre, nearest first, the smaller of two equally near."""
    near: set[int] = set()
    for low, high in domain:
        start = min(max(centre, low), high)
        near.update(range(max(low, start - most), min(high, start + most) + 1))
    return sorted(near, key=lambda value: (abs(value - centre), value))[:most]


def read(name: str, value: Any) -> Given | Pair:
    """A quantity as it is written: `5`, `0..3`, `3..`, `3,5,7`, `?`; a padding `[[1, 2]]` or `1+2`. Raises Wrong."""
    if name == "padding":
        pair = _pair(value)
        if pair is not None:
            return pair
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else None
    if text == "?":
        return None
    if text and (parts := re.fullmatch(r"(-?\d*)\s*\.\.\s*(-?\d*)", text, re.ASCII)):
        low, high = parts[1], parts[2]
        if low or high:
            ends = Range(_integer(name, low) if low else LEAST[name], _integer(name, high) if high else MOST)
            return ends.low if ends.low == ends.high else ends
    if text and re.fullmatch(r"-?\d+(\s*,\s*-?\d+)*", text, re.ASCII):
        numbers = text.split(",")
        if len(numbers) > _MOST_CHOICES:
            raise Wrong(name, f"`{name}` lists {len(numbers):,} numbers, at most {_MOST_CHOICES} can be listed",
                        "a range is written 3..100")  # fmt: skip
        return _integer(name, text) if len(numbers) == 1 else Choices(_integer(name, number) for number in numbers)
    shown = str(value)
    shown = shown if len(shown) <= _DIGITS else shown[:_DIGITS] + "..."
    wanted = "a number, a range (0..3) or a list (3,5,7)" + (", or [[before, after]]" if name == "padding" else "")
    raise Wrong(name, f"`{name}` must be {wanted}, found `{shown}`", *_meant(name, text))


def _meant(name: str, text: str | None) -> Iterator[str]:
    if text == "same" and name == "padding":
        yield "`output` can be `same`: as large as the input"
    elif text and re.fullmatch(r"\d+\s*-\s*\d+", text, re.ASCII):
        yield f"write {re.sub(r'[ -]+', '..', text)}"
    elif text and re.fullmatch(r"\d+(\s*x\s*\d+)+", text, re.ASCII):
        yield "one axis is solved at a time"


def _pair(value: Any) -> Pair | None:
    """`[[1, 2]]`, `1+2`, or the list of a list."""
    if isinstance(value, str):
        found = re.fullmatch(r"\s*(?:\[\[(.*),(.*)\]\]|(.*)\+(.*))\s*", value)
        sides = [side for side in found.groups() if side is not None] if found else []
    else:
        sides = list(value[0]) if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list) else []
    texts = [str(side).strip() for side in sides]
    if len(texts) != 2 or not all(re.fullmatch(r"-?\d+", text, re.ASCII) for text in texts):
        return None
    return Pair(*(_integer("padding", text) for text in texts))


def _integer(name: str, text: str) -> int:
    digits = text.strip()
    if len(digits) > _DIGITS:
        raise Wrong(name, f"`{name}` must be at most {MOST:,}, found a number of {len(digits):,} characters")
    return int(digits)
