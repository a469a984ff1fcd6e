"""Dicts of Python as the text that they would be in a file, so that one reader reads both; every place keeps its keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import index
from typing import Any, NamedTuple

from cnncalc.diagnostics import Span, UsageError, printable
from cnncalc.spec.scalars import resolve

#: Words that stand in any place without quotes.
_PLAIN = re.compile(r"[-+]?[A-Za-z0-9_$][A-Za-z0-9_./$-]*")
_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_MOST_DEEP, _LONGEST_KEY, _MOST_BITS = 64, 1_000, 1_000


class Written(NamedTuple):
    """A text, and the keys that lead to each of its places."""

    text: str
    places: tuple[tuple[Span, str], ...]

    def keys(self, span: Span | None) -> str:
        """`layers[0].conv.stride` for the smallest written thing that holds the place."""
        start = span[:2] if span else (0, 0)
        around = [(place, keys) for place, keys in self.places if place[:2] <= start < place[2:] or place[:2] == start]
        return max(around, key=lambda found: found[0][:2])[1] if around else ""


class Verbatim(str):
    """A word that is written as it stands, though YAML take it for a number or refuse it."""


def constant(value: Any, keys: str) -> Any:
    """A value of Python as the language holds it: lists become tuples. Raises UsageError for anything strange."""
    return _constant(value, keys, 0)


def _constant(value: Any, keys: str, depth: int) -> Any:
    if depth > _MOST_DEEP:
        raise UsageError(f"`{keys[:60]}...` is nested deeper than {_MOST_DEEP} levels")
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, float):
        return float(value)
    if isinstance(value, (list, tuple)):
        return tuple(_constant(item, f"{keys}[{number}]", depth + 1) for number, item in enumerate(value))
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


def write(architecture: Mapping[str, Any]) -> Written:
    """An architecture given as a dict, as YAML: a key a line, a list's items below each other. Raises UsageError."""
    return _Writer().write(architecture)


class _Writer:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._places: list[tuple[Span, str]] = []

    def write(self, architecture: Mapping[str, Any]) -> Written:
        if not architecture:
            self._line = "{}"
            self._end()
        for key, value in architecture.items():
            start = self._here()
            self._key(key, "")
            keys = _joined("", key)
            if isinstance(value, (list, tuple)) and any(isinstance(item, (Mapping, list, tuple)) for item in value):
                self._end()
                for number, item in enumerate(value):
                    self._item(item, f"{keys}[{number}]")
            elif isinstance(value, Mapping) and any(isinstance(item, Mapping) for item in value.values()):
                self._end()
                for name, item in value.items():
                    self._line = "  "
                    self._entry(name, item, keys, 1)
                    self._end()
            else:
                self._line += " "
                self._value(value, keys, 0)
                self._note(start, keys)
                self._end()
        return Written("\n".join(self._lines) + "\n", tuple(self._places))

    def _here(self) -> tuple[int, int]:
        return len(self._lines) + 1, len(self._line) + 1

    def _note(self, start: tuple[int, int], keys: str) -> None:
        self._places.append((Span(*start, *self._here()), keys))

    def _end(self) -> None:
        self._lines.append(self._line.rstrip())
        self._line = ""

    def _item(self, item: Any, keys: str) -> None:
        """An item of a list, a line or, of a mapping, a line a key."""
        self._line = "  - "
        if not isinstance(item, Mapping) or not item:
            self._value(item, keys, 1)
            self._end()
            return
        for key, value in item.items():
            self._entry(key, value, keys, 1)
            self._end()
            self._line = "    "
        self._line = ""

    def _entry(self, key: Any, value: Any, keys: str, depth: int) -> None:
        start = self._here()
        self._key(key, keys)
        self._line += " "
        self._value(value, _joined(keys, key), depth + 1)
        self._note(start, _joined(keys, key))

    def _key(self, key: Any, keys: str) -> None:
        where = f"`{keys}`" if keys else "an architecture"
        if not isinstance(key, str):
            raise UsageError(f"the keys of {where} must be words, found one of the type {type(key).__name__}")
        if len(key) > _LONGEST_KEY:
            raise UsageError(f"a key of {where} is longer than {_LONGEST_KEY:,} characters")
        start = self._here()
        self._line += _scalar(key) + ":"
        self._note(start, _joined(keys, key))

    def _value(self, value: Any, keys: str, depth: int) -> None:
        if depth > _MOST_DEEP:
            raise UsageError(f"`{keys[:60]}...` is nested deeper than {_MOST_DEEP} levels")
        start = self._here()
        if isinstance(value, Mapping):
            self._line += "{"
            for number, (key, item) in enumerate(value.items()):
                self._line += ", " if number else ""
                self._entry(key, item, keys, depth)
            self._line += "}"
        elif isinstance(value, (list, tuple)):
            self._line += "["
            for number, item in enumerate(value):
                self._line += ", " if number else ""
                self._value(Verbatim("null") if item is None else item, f"{keys}[{number}]", depth + 1)
            self._line += "]"
        else:
            self._line += _scalar(constant(value, keys))
        self._note(start, keys)


def _joined(keys: str, key: str) -> str:
    """One key more: `blocks.unit`, `layers["a b"]`."""
    if not _WORD.fullmatch(key):
        return f'{keys}["{printable(key[:60])}"]'
    return f"{keys}.{key}" if keys else key


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(repr(value), repr(value))
    if isinstance(value, int):
        return str(value)
    if _PLAIN.fullmatch(value) and (isinstance(value, Verbatim) or resolve(value) == value):
        return str(value)
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(character: str) -> str:
    """A character as it stands between double quotes."""
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else (f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}")
