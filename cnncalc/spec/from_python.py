"""Dicts of Python as the text that they would be in a file, so that one reader reads both; every place keeps its keys.

Nothing is written beyond the limits: of what is too large, too deep or turns in a circle, so much is written that the reader
finds it to be so, at its place and in its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import index
from typing import Any, NamedTuple

from cnncalc.diagnostics import Span, UsageError, printable
from cnncalc.spec.nodes import Limits
from cnncalc.spec.scalars import quoted

_NUMBER = re.compile(r"[-+]?[0-9_.]+|null")
_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_LONGEST_KEY, _MOST_BITS = 1_000, 1_000
_SPACES = 8  # more than a line that is given up may end in

#: The way to a value: that to what holds it, and its key or its number there.
_Way = tuple[Any, ...]


class Written(NamedTuple):
    """A text, and the ways to each of its places."""

    text: str
    places: tuple[tuple[Span, _Way], ...]

    def keys(self, span: Span | None) -> str:
        """`layers[0].conv.stride` for the smallest written thing that holds the place."""
        start = span[:2] if span else (0, 0)
        around = [(place, way) for place, way in self.places if place[:2] <= start < place[2:] or place[:2] == start]
        return _spelled(max(around, key=lambda found: found[0][:2])[1]) if around else ""


class Verbatim(str):
    """A number or `null` that is written as it stands, though YAML take it for something else or refuse it."""


def constant(value: Any, keys: str, limits: Limits = Limits()) -> Any:  # noqa: B008
    """A value of Python as the language holds it: lists become tuples. Raises UsageError for anything strange or too large."""
    return _constant(value, keys, 0, limits, [limits.nodes])


def _constant(value: Any, keys: str, depth: int, limits: Limits, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise UsageError(f"`{keys.partition('[')[0]}` holds more than {limits.nodes:,} values")
    if depth > limits.depth:
        raise UsageError(f"`{keys[:60]}...` is nested deeper than {limits.depth} levels")
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, float):
        return float(value)
    if isinstance(value, (list, tuple)):
        return tuple([_constant(item, f"{keys}[{number}]", depth + 1, limits, left) for number, item in enumerate(value)])
    try:
        whole = index(value)
    except TypeError:
        name = type(value).__name__
        raise UsageError(
            f"`{keys}` is of the type {name}", "words, numbers, True and False, None, lists and dicts are read"
        ) from None
    if whole.bit_length() > _MOST_BITS:
        raise UsageError(f"`{keys}` is a number of {whole.bit_length():,} bits")
    return whole


def write(architecture: Mapping[str, Any], limits: Limits = Limits()) -> Written:  # noqa: B008
    """An architecture given as a dict, as YAML: a key a line, a list's items below each other. Raises UsageError."""
    writer = _Writer(limits)
    try:
        writer.write(architecture)
    except _BeyondLimits:
        writer.end()
    except RecursionError:
        raise UsageError("the dict is nested deeper than Python can follow", "a lower limit of `depth` tells where") from None
    return Written("\n".join(writer.lines) + "\n", tuple(writer.places))


class _BeyondLimits(Exception):
    """So much is written that no reader reads it all."""


class _Writer:
    def __init__(self, limits: Limits) -> None:
        self.lines: list[str] = []
        self.places: list[tuple[Span, _Way]] = []
        self._line: list[str] = []  # parts of the line that is being written
        self._column = 1
        self._limits = limits
        self._bytes = limits.bytes + _SPACES  # that are left
        self._events = limits.events  # the same; a collection of several lines is not counted, so no reader gets further

    def write(self, architecture: Mapping[str, Any]) -> None:
        if not architecture:
            self._put("{}")
            self.end()
        for key, value in architecture.items():
            start = self._here()
            way = self._key(key, ())
            if isinstance(value, (list, tuple)) and any(isinstance(item, (Mapping, list, tuple)) for item in value):
                self.end()
                for number, item in enumerate(value):
                    self._item(item, (way, number))
            elif isinstance(value, Mapping) and any(isinstance(item, Mapping) for item in value.values()):
                self.end()
                for name, item in value.items():
                    self._put("  ")
                    self._entry(name, item, way, 1)
                    self.end()
            else:
                self._put(" ")
                try:
                    self._value(value, way, 0)
                finally:
                    self._note(start, way)
                self.end()

    def _here(self) -> tuple[int, int]:
        return len(self.lines) + 1, self._column

    def _note(self, start: tuple[int, int], way: _Way) -> None:
        self.places.append((Span(*start, *self._here()), way))

    def _put(self, text: str, events: int = 0) -> None:
        self._line.append(text)
        self._column += len(text)
        self._bytes -= len(text) if text.isascii() else len(text.encode())
        self._events -= events
        if self._bytes < 0 or self._events < 0:
            raise _BeyondLimits

    def end(self) -> None:
        """The line is whole."""
        line = "".join(self._line)
        self.lines.append(line.rstrip())
        self._bytes += len(line) - len(self.lines[-1]) - 1
        self._line = []
        self._column = 1

    def _item(self, item: Any, way: _Way) -> None:
        """An item of a list, a line or, of a mapping, a line a key."""
        self._put("  - ")
        if not isinstance(item, Mapping) or not item:
            self._value(item, way, 1)
            self.end()
            return
        for number, (key, value) in enumerate(item.items()):
            self._put("    " if number else "")
            self._entry(key, value, way, 1)
            self.end()

    def _entry(self, key: Any, value: Any, way: _Way, depth: int) -> None:
        start = self._here()
        inner = self._key(key, way)
        self._put(" ")
        try:
            self._value(value, inner, depth + 1)
        finally:
            self._note(start, inner)

    def _key(self, key: Any, way: _Way) -> _Way:
        if not isinstance(key, str):
            raise UsageError(f"the keys of {_holder(way)} must be words, found one of the type {type(key).__name__}")
        start, inner = self._here(), (way, key)
        if len(key) > _LONGEST_KEY or len(written := _scalar(key, inner)) > _LONGEST_KEY:
            raise UsageError(f"a key of {_holder(way)} is longer than {_LONGEST_KEY:,} characters")
        self._put(written + ":", 1)
        self._note(start, inner)
        return inner

    def _value(self, value: Any, way: _Way, depth: int) -> None:
        start = self._here()
        try:
            if isinstance(value, Mapping):
                self._open("{", depth)
                for number, (key, item) in enumerate(value.items()):
                    self._put(", " if number else "")
                    self._entry(key, item, way, depth)
                self._put("}", 1)
            elif isinstance(value, (list, tuple)):
                self._open("[", depth)
                for number, item in enumerate(value):
                    self._put(", " if number else "")
                    self._value(Verbatim("null") if item is None else item, (way, number), depth + 1)
                self._put("]", 1)
            elif isinstance(value, str) and len(value) > self._bytes:
                self._put("x" * (self._bytes + 1))
            else:
                self._put(_scalar(value if isinstance(value, str) else constant(value, _spelled(way)), way), 1)
        finally:
            self._note(start, way)

    def _open(self, bracket: str, depth: int) -> None:
        self._put(bracket, 1)
        if depth > self._limits.depth:
            raise _BeyondLimits


def _holder(way: _Way) -> str:
    return f"`{_spelled(way)}`" if way else "an architecture"


def _spelled(way: _Way) -> str:
    """The way as Python would write it: `blocks.unit`, `layers[0]`, `layers["a b"]`."""
    spelled = ""
    while way:
        way, part = way
        if isinstance(part, int):
            spelled = f"[{part}]{spelled}"
        elif _WORD.fullmatch(part):
            spelled = f"{'.' if way else ''}{part}{spelled}"
        else:
            spelled = f'["{printable(part[:60])}"]{spelled}'
    return spelled


def _scalar(value: Any, way: _Way) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(repr(value), repr(value))
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Verbatim) and _NUMBER.fullmatch(value):
        return str(value)
    half = next((character for character in value if "\ud800" <= character <= "\udfff"), None)
    if half is not None:
        raise UsageError(f"`{_spelled(way)}` holds half a character, U+{ord(half):04X}, which no file could hold")
    return quoted(value)
