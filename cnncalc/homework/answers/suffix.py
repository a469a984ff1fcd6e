"""What stands round a number: K and M, units, and words that say nothing or change what is meant."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from cnncalc.homework.answers.arithmetic import evaluate
from cnncalc.homework.answers.words import (
    BESIDE,
    CHANGING,
    OF_PARTS,
    OF_WHAT,
    PLACES,
    PREFIXES,
    QUIET,
    ROUGHLY,
    SCALES,
    TOWARDS,
    UNITS,
)

_LETTERS = {"K": "K", "k": "K", "M": "M", "m": "M", "G": "G", "T": "T", "P": "P"}
_BYTES = re.compile(r"([KMGTP]?)(i?)(b|byte|bytes|bit|bits)", re.IGNORECASE)
_COUNTED = re.compile(r"([kKMGT])(macs?|flops?|ops?|params?|parameters|weights|values|floats|px)", re.IGNORECASE)
_NAMED = re.compile(rf"({'|'.join(PREFIXES)})-?([a-z-]*)")  # `megabytes`
_BEHIND = re.compile(r"\s*(%|×|-?[^\W\d_](?:[^\W\d_]|['-])*\.?)")
_BEFORE = re.compile(r"\s*([^\W\d_][\w'/-]*\.?)")  # `conv1 has`
_WITH = re.compile(r"\bw/(o\b)?", re.IGNORECASE)
_PER = re.compile(r"\s*/\s*(?=[^\W\d_])")
_TO_ONE = re.compile(r"\s?:\s?1")
REMARK = re.compile(r"\((?!\s*(?:or|und|oder)\b)[^()]*(?:\([^()]*\)[^()]*)*\)|\[(?!\s*or\b)[^\[\]]*\]", re.IGNORECASE)
_OPERATED = re.compile(r"(?:\s+[x×X*]\s*|[x×X*]|\s*[-+/]\s*)[(\[][^()]*\d|\s*[(\[]\s*[-+]\s*\d")
_MOST_WORDS = 12


class Suffix(NamedTuple):
    """What is written behind a number. `scale` is a power of ten."""

    prefix: str = ""
    unit: str = ""
    scale: int = 0
    approximate: bool = False


def read_suffix(text: str, whole: bool) -> Suffix | None:
    """`K`, `MB`, `MiB of memory`, `million parameters (76 a filter)`; None where it is none. `whole`: behind a whole number.

    `m` is a million; `Mb` are bits, `mb` are bytes, since there is no millibit. `B` is a billion where bytes make no sense.
    Raises ValueError for `kb`, which is both.
    """
    if _OPERATED.match(text):
        return None
    text = REMARK.sub(" ", text).strip(" .,;!?\n")
    if text.lower() in ("or so", "or thereabouts"):
        return Suffix(approximate=True)
    if _TO_ONE.fullmatch(text):
        return Suffix(unit="x")
    words = _words(_PER.sub(" per ", _WITH.sub(_without, text)), _BEHIND)
    if words is None:
        return None
    if not words:
        return Suffix()
    suffix, rest = _first(words, whole)
    previous = words[-len(rest) - 1].lower() if len(rest) < len(words) else ""
    beside = False  # `760 with biases` are not 760 biases
    for word in map(str.lower, rest):
        further = _with_word(suffix, word, previous)
        if further is None:
            return None
        beside = beside or word in BESIDE
        suffix, previous = further._replace(unit=suffix.unit) if beside else further, word
    return suffix


def _without(found: re.Match[str]) -> str:
    return "without " if found[1] else "with "


def _with_word(suffix: Suffix, word: str, previous: str) -> Suffix | None:
    """What a further word adds; None where it is none that is known, and may mean anything."""
    if word in CHANGING:
        return None
    if word in ROUGHLY or word == "rounded":
        return suffix._replace(approximate=True)
    if word in PLACES and previous in TOWARDS:
        return suffix
    if word in UNITS and len(word) > 1:
        of_it = previous in OF_WHAT and UNITS.get(previous) == suffix.unit
        return suffix._replace(unit=UNITS[word]) if not suffix.unit or suffix.unit in OF_PARTS or of_it else suffix
    return suffix if word in QUIET else None


def restated(text: str) -> list[Fraction]:
    """The values of brackets that hold arithmetic alone, which no remark does: `760 (10*76)` says its number once more."""
    return [value for found in REMARK.finditer(text) if (value := evaluate(found.group()[1:-1])) is not None]


def read_before(text: str) -> bool | None:
    """The words before a number: True for `about`, False for words that say nothing, None for what is not words alone."""
    text = text.strip()
    bare = text.rstrip("~≈ ")
    if bare != text:
        return True if read_before(bare) is not None else None
    label, colon, rest = text.rpartition(":")
    words = _words(rest if colon else text, _BEFORE)
    if words is None or (colon and _words(label, _BEFORE) is None):
        return None
    lower = [word.lower() for word in words]
    if any(word in CHANGING or word in SCALES or _COUNTED.fullmatch(word) for word in lower) or (
        lower and lower[-1] in ("x", "no", "e")
    ):
        return None
    return any(word in ROUGHLY for word in lower)


def _words(text: str, token: re.Pattern[str]) -> list[str] | None:
    words: list[str] = []
    at, text = 0, text.rstrip(" .,;:!?\n")
    while at < len(text):
        found = token.match(text, at)
        if not found or len(words) >= _MOST_WORDS:
            return None
        word = found.group(1).rstrip(".")
        words.append(word if word.lower() in UNITS or word.lower() in ROUGHLY else word.lstrip("-"))
        at = found.end()
        while at < len(text) and text[at] in ",;":
            at += 1
    return words


def _first(words: list[str], whole: bool) -> tuple[Suffix, list[str]]:
    """What the first word says of the number, and the words behind it."""
    word, rest = words[0], words[1:]
    lower = word.lower()
    if word == "B" and (
        not whole or (rest and UNITS.get(rest[0].lower()) in ("parameters", "weights", "MAC", "FLOP", "operations"))
    ):
        return Suffix(scale=9), rest
    if lower in SCALES:
        return Suffix(scale=SCALES[lower]), rest
    if word in _LETTERS or (len(word) == 2 and word[0].upper() in _LETTERS and word[1] == "i"):
        return _prefixed(word[0].upper() + word[1:], rest)
    named = _NAMED.fullmatch(lower)
    if named and not named[2]:
        return _prefixed(PREFIXES[named[1]], rest)
    if named and named[2] in UNITS:
        return Suffix(PREFIXES[named[1]], UNITS[named[2]]), rest
    if found := _BYTES.fullmatch(word):
        return _bytes(*found.groups()), rest
    if found := _COUNTED.fullmatch(word):
        return Suffix(found[1].upper(), UNITS.get(found[2].lower(), "")), rest
    if lower in UNITS:
        return Suffix(unit=UNITS[lower]), rest
    return Suffix(), words


def _prefixed(prefix: str, rest: list[str]) -> tuple[Suffix, list[str]]:
    """A prefix that stands alone, and its unit where that is bytes or bits."""
    if rest and rest[0].lower() in ("byte", "bytes", "bit", "bits", "b"):
        return Suffix(prefix, "bit" if rest[0].lower().startswith("bit") or rest[0] == "b" else "B"), rest[1:]
    return Suffix(prefix), rest


def _bytes(prefix: str, binary: str, unit: str) -> Suffix:
    if unit == "b" and prefix == "k" and not binary:
        raise ValueError("kb")
    bits = unit.lower().startswith("bit") or (unit == "b" and prefix.isupper()) or (unit == "b" and not prefix)
    if binary and unit == "b" and not prefix.isupper():  # `mib`, `kib`
        bits = False
    return Suffix(prefix.upper() + binary.lower() if prefix else "", "bit" if bits else "B")
