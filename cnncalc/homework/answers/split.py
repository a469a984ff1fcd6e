"""Several numbers as people write them: the two sides of a padding, `left 1, right 2`, or several answers, `1 or 4`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from cnncalc.homework.answers.plain import joined, plain
from cnncalc.homework.written import Raw

_LONGEST = 200
_FIRST = frozenset(
    ("before", "left", "top", "start", "begin", "beginning", "front", "above", "p", "l", "p1", "p_1", "p_l", "p_left", "p_before",
     "pad_left", "links", "oben", "vorne", "vorn")
)  # fmt: skip
_SECOND = frozenset(
    ("after", "right", "bottom", "end", "back", "behind", "below", "q", "r", "p2", "p_2", "p_r", "p_right", "p_after",
     "pad_right", "rechts", "unten", "hinten")
)  # fmt: skip
_UPRIGHT = frozenset(("top", "bottom", "above", "below", "oben", "unten"))
_ASKED = frozenset(("s", "f", "k", "n", "stride", "kernel", "filter", "input", "padding", "pad"))
_QUIET = frozenset(
    ("and", "und", "on", "the", "at", "to", "in", "of", "for", "with", "a", "is", "it", "side", "sides", "cell", "cells", "pixel",
     "pixels", "px", "zero", "zeros", "zeroes", "row", "rows", "column", "columns", "each", "either", "also")
)  # fmt: skip
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NAME = re.compile(r"^\s*[A-Za-z_]{1,12}\s*[=:]\s*(?=\d)")
_SUM = re.compile(r"(\d{1,18})\s*\+\s*(\d{1,18})(?:\s*=\s*(\d{1,18}))?(?:\s+(?:cells|pixels|zeros))?")
_JOINED = re.compile(r"(\d{1,18})(?:,| ?/ ?)(\d{1,18})")
_OPEN_END = re.compile(r"[\s,;]*(?:\.\.+|…|\betc\b\.?|\band so on\b|\busw\b\.?)\s*$", re.IGNORECASE)
_SIDES = re.compile(r"\b(?:one|1) (side|end)\b|\b(?:(?:the|an) )?other(?: (?:side|end|one))?\b", re.IGNORECASE)
_TOKEN = re.compile(r"\d{1,18}(?:\.\d{1,18})?|[^\W\d_]+(?:_?\w+)?|\S")


class Several(NamedTuple):
    """Numbers in the order of their sides. `kind` is how they were written.

    `sides`: each with the side that it is for. `list`: beside each other. `or`: as one answer or another. `sum`: `1 + 2`.
    `joined`: `1,2` and `1/2`, which can be a single number.
    """

    values: tuple[Fraction, ...]
    kind: str


def read_several(raw: Raw) -> Several | None:
    """Two numbers or more, with nothing else beside them; None for anything else."""
    text = " ".join(plain(joined(raw)).split()).rstrip("!?;, ")
    if len(text) > _LONGEST:
        return None
    text = _OPEN_END.sub("", text).rstrip(".")
    bare = _NAME.sub("", text)
    if (found := _SUM.fullmatch(bare)) and (found[3] is None or int(found[1]) + int(found[2]) == int(found[3])):
        return Several((Fraction(found[1]), Fraction(found[2])), "sum")
    if found := _JOINED.fullmatch(bare):
        return Several((Fraction(found[1]), Fraction(found[2])), "joined")
    return _of_words(_SIDES.sub(_side, text.lower()))


def _side(found: re.Match[str]) -> str:
    return " before " if found[1] else " after "


def _of_words(text: str) -> Several | None:
    """Numbers, each with the label that stands before or behind it."""
    values: list[Fraction] = []
    labels: list[str] = []
    alternatives, previous = False, ""
    for token in _TOKEN.findall(text):
        digits = str(_NUMBERS.index(token)) if token in _NUMBERS and token != "zero" else token
        if digits[0].isdigit():
            values.append(Fraction(digits))
        elif token in ("or", "oder"):
            alternatives = True
        elif token in _FIRST or token in _SECOND or token in _ASKED:
            labels.append(token)
        elif not (token in _QUIET or token in ",;()[]&." or (token in "=:" and not previous[:1].isdigit())):
            return None
        previous = token
    if len(values) < 2:
        return None
    if alternatives or (len(labels) == len(values) and len(set(labels)) == 1):
        return Several(tuple(values), "or") if len(set(labels)) < 2 else None
    return _sorted(values, labels)


def _sorted(values: list[Fraction], labels: list[str]) -> Several | None:
    """Numbers by their sides; None where the labels are others, or not one for each."""
    labels = [label for label in labels if label not in ("padding", "pad")]
    if not labels:
        return Several(tuple(values), "list")
    pairs = dict(zip(labels, values, strict=False))
    first = [value for label, value in pairs.items() if label in _FIRST]
    second = [value for label, value in pairs.items() if label in _SECOND]
    if not len(pairs) == len(labels) == len(values) == len(first) + len(second) or len(first) != len(second):
        return None
    if len(values) == 4:
        across = [value for label, value in pairs.items() if label not in _UPRIGHT]
        order = [*across, *(value for label, value in pairs.items() if label in _UPRIGHT)]
        return Several(tuple(order), "sides") if len(across) == 2 else None
    return Several((first[0], second[0]), "sides") if len(values) == 2 else None
