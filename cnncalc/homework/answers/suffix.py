"""What stands round a number: K and M, units, and words that say nothing or change what is meant."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Words for a power of ten, which mean 1000 and never 1024.
_SCALES = {
    "thousand": 3, "million": 6, "millions": 6, "mio": 6, "mill": 6, "mn": 6, "mln": 6, "billion": 9, "billions": 9, "bn": 9,
    "mrd": 9, "bln": 9, "trillion": 12, "lakh": 5, "crore": 7,
}  # fmt: skip
_UNITS = {
    "B": ("b", "byte", "bytes"),
    "bit": ("bit", "bits"),
    "values": ("value", "values", "activation", "activations", "float", "floats", "number",
               "numbers", "neuron", "neurons", "element", "elements"),
    "pixels": ("px", "pixel", "pixels", "cell", "cells"),
    "parameters": ("parameter", "parameters", "param", "params"),
    "weights": ("weight", "weights"),
    "biases": ("bias", "biases"),
    "MAC": ("mac", "macs", "madd", "madds", "multiply-add", "multiply-adds", "mult-adds", "multadds", "multiply-accumulates"),
    "FLOP": ("flop", "flops"),
    "operations": ("op", "ops", "operation", "operations", "multiplication", "multiplications", "products"),
    "%": ("%", "percent", "pct"),
    "x": ("x", "×", "times", "fold", "-fold"),
}  # fmt: skip
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_PREFIXES = {"K": "K", "k": "K", "M": "M", "m": "M", "G": "G", "T": "T", "P": "P"}
_BYTES = re.compile(r"([KMGTP]?)(i?)(b|byte|bytes|bit|bits)", re.IGNORECASE)
_COUNTED = re.compile(r"([kKMGT])(macs?|flops?|ops?|params?|parameters|weights|values|floats|px)", re.IGNORECASE)
_BEHIND = re.compile(r"\s*(%|×|-?[A-Za-z][A-Za-z'/-]*\.?)")
_BEFORE = re.compile(r"\s*([A-Za-z][\w'/-]*\.?)")  # `conv1 has`
_TO_ONE = re.compile(r"\s?:\s?1")
REMARK = re.compile(r"\((?!\s*(?:or|und|oder)\b)[^()]*(?:\([^()]*\)[^()]*)*\)|\[(?!\s*or\b)[^\[\]]*\]", re.IGNORECASE)
#: Words that make another number, or several, of the one beside them.
_CHANGING = frozenset(
    ("not", "isn't", "isnt", "or", "either", "between", "than", "least", "most", "minus", "plus", "over", "under", "half",
     "quarter", "third", "hundred", "dozen", "squared", "cubed", "negative", "root", "times", "sqrt", "log")
)  # fmt: skip
_ROUGHLY = frozenset(
    ("about", "approx", "approximately", "around", "circa", "ca", "roughly", "nearly", "almost", "some", "ish", "-ish")
)
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
    text = REMARK.sub(" ", text).strip(" .,;!?\n")
    if text.lower() in ("or so", "or thereabouts"):
        return Suffix(approximate=True)
    if _TO_ONE.fullmatch(text):
        return Suffix(unit="x")
    words = _words(text, _BEHIND)
    if words is None:
        return None
    if not words:
        return Suffix()
    suffix, words = _first(words, whole)
    for word in words:
        lower = word.lower()
        if lower in _CHANGING or not (len(word) > 1 or lower == "a"):
            return None
        if lower in _ROUGHLY:
            suffix = suffix._replace(approximate=True)
        elif not suffix.unit:
            suffix = suffix._replace(unit=_UNIT_OF.get(lower, ""))
    return suffix


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
    if any(word in _CHANGING or word in _SCALES or _COUNTED.fullmatch(word) for word in lower) or (
        lower and lower[-1] in ("x", "no", "e")
    ):
        return None
    return any(word in _ROUGHLY for word in lower)


def _words(text: str, token: re.Pattern[str]) -> list[str] | None:
    words: list[str] = []
    at, text = 0, text.rstrip(" .,;:!?\n")
    while at < len(text):
        found = token.match(text, at)
        if not found or len(words) >= _MOST_WORDS:
            return None
        words.append(found.group(1).rstrip("."))
        at = found.end()
        while at < len(text) and text[at] in ",;":
            at += 1
    return words


def _first(words: list[str], whole: bool) -> tuple[Suffix, list[str]]:
    """What the first word says of the number, and the words behind it."""
    word, rest = words[0], words[1:]
    lower = word.lower()
    if word == "B" and (
        not whole or (rest and _UNIT_OF.get(rest[0].lower()) in ("parameters", "weights", "MAC", "FLOP", "operations"))
    ):
        return Suffix(scale=9), rest
    if lower in _SCALES:
        return Suffix(scale=_SCALES[lower]), rest
    if word in _PREFIXES or (len(word) == 2 and word[0].upper() in _PREFIXES and word[1] == "i"):
        prefix = word[0].upper() + word[1:]
        if rest and rest[0].lower() in ("byte", "bytes", "bit", "bits", "b"):
            return Suffix(prefix, "bit" if rest[0].lower().startswith("bit") or rest[0] == "b" else "B"), rest[1:]
        return Suffix(prefix), rest
    if found := _BYTES.fullmatch(word):
        return _bytes(*found.groups()), rest
    if found := _COUNTED.fullmatch(word):
        return Suffix(found[1].upper(), _UNIT_OF.get(found[2].lower(), "")), rest
    if lower in _UNIT_OF:
        return Suffix(unit=_UNIT_OF[lower]), rest
    return Suffix(), words


def _bytes(prefix: str, binary: str, unit: str) -> Suffix:
    if unit == "b" and prefix == "k" and not binary:
        raise ValueError("kb")
    bits = unit.lower().startswith("bit") or (unit == "b" and prefix.isupper()) or (unit == "b" and not prefix)
    if binary and unit == "b" and not prefix.isupper():  # `mib`, `kib`
        bits = False
    return Suffix(prefix.upper() + binary.lower() if prefix else "", "bit" if bits else "B")
