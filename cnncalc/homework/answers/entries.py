"""Sizes of which one is calculated: `((227-11)/4+1) x 55 x 96`, or stands for two: `55^2 x 96`."""

from __future__ import annotations

import re
from fractions import Fraction

from cnncalc.homework.answers.arithmetic import evaluate
from cnncalc.homework.answers.number import read_simple

_COMMAS = re.compile(r"[,;]")
_CROSSES = re.compile(r"[xX×]|\b(?:by|mal)\b")
_STARS = re.compile(r"(?<!\*)\*(?!\*)")
_SIGNS = re.compile(r"(?<=[\w)\]\s])[-+]")
_CALCULATION = re.compile(r"[-+*/^(]")
_SQUARE = re.compile(r"(\d{1,20})\s?(?:\^|\*\*)\s?2")
#: What could be a product, or two things: `55 (96)`.
_BESIDE = re.compile(r"[\d)\]]\s*[(\[]|[)\]]\s*\d")


def calculated(text: str) -> tuple[Fraction, ...] | None:
    """The sizes; None where these are none, or where a sum in them could be the answer itself: `32 + 2*2 - 5`."""
    text = text.strip()
    while text[:1] in ("(", "[") and _closes(text) == len(text) - 1:
        text = text[1:-1].strip()
    if _BESIDE.search(text) or not _CALCULATION.search(text):
        return None
    if found := _SQUARE.fullmatch(text):
        return (Fraction(int(found[1])),) * 2
    for pattern in (_COMMAS, _CROSSES, _STARS):
        parts = _outer(text, pattern)
        if len(parts) > 1:
            sums = pattern is _COMMAS or (pattern is _CROSSES and len(parts) > 2)
            return _values(parts, sums)
    return None


def value_beside(text: str) -> Fraction | None:
    """The value of a calculation in which nothing could be a product or two things."""
    return None if _BESIDE.search(text) else evaluate(text)


def _values(parts: list[str], sums: bool) -> tuple[Fraction, ...] | None:
    sizes: list[Fraction] = []
    for part in parts:
        found = _SQUARE.fullmatch(part)
        number = read_simple(part)
        if found:
            sizes += [Fraction(int(found[1]))] * 2
        elif number is not None and not number.prefix and number.unit in ("", "pixels", "channels"):
            sizes.append(number.value)
        elif (not sums and len(_outer(part, _SIGNS)) > 1) or (value := evaluate(part)) is None:
            return None
        else:
            sizes.append(value)
    return tuple(sizes)


def _outer(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The parts between what is found outside of all brackets."""
    parts, start = [], 0
    for found in pattern.finditer(text):
        before = text[: found.start()]
        if before.count("(") + before.count("[") == before.count(")") + before.count("]"):
            parts.append(text[start : found.start()].strip())
            start = found.end()
    return [*parts, text[start:].strip()]


def _closes(text: str) -> int:
    """Where the bracket closes that a text begins with; -1 where it does not."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth == 0:
            return at
    return -1
