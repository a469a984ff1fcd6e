"""Sizes that are named: `H=55, W=55, D=96`, `55x55, depth 96`, `96 channels of 55x55`, `height 55, width 55`."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from cnncalc.homework.answers.number import read_simple
from cnncalc.homework.answers.words import QUIET

Sizes = tuple[Fraction, ...]

_NUMBER = r"(\d[\d.,/]*\d|\d)"
_MAPS = r"channels?|(?:(?:feature|activation)[ -])?maps?|filters?|planes?|kernels?|kanäle|deep"
#: `96 channels`, `55 high`; the last of `55x55x96 channels` is one of the sizes.
_BEHIND = re.compile(rf"(?<![xX×*@]\s)(?<![\w.,×*@/^)]){_NUMBER}[ -]?({_MAPS}|high|tall|wide)\b", re.IGNORECASE)
#: `depth 96`, `height = (227 - 11)/4 + 1 = 55`, `H: 55`
_BEFORE = re.compile(
    rf"\b(?:([hwdck])\s*[=:]|(height|width|depth|channels|höhe|breite|tiefe)\s*(?:[=:]|\bof\b|\bis\b|\bvon\b)?)\s*"
    rf"(?:[^=:,;A-Za-z]*=\s*)?{_NUMBER}(?![\d\s]*[-+*/^(=xX×])",
    re.IGNORECASE,
)
_MAPS_OF = re.compile(rf"(?<![\w.,]){_NUMBER}\s+(\d+\s?[xX×]\s?\d+)\s+(?:{_MAPS})\b", re.IGNORECASE)
_AXES = {"h": 0, "t": 0, "w": 1, "b": 1}  # by the first letter; `tiefe` is none of height
_WORD = re.compile(r"[^\W\d_]{2,}")
_APART = " ,;:.=()[]{}-"


def labelled(line: str, listed: Callable[[str], Sizes | None]) -> Sizes | None:
    """Height, width and depth in this order, as far as they are named or stand beside a depth; None where they do not."""
    found: dict[int, set[Fraction]] = {}
    rest = _MAPS_OF.sub(r" \1 channels \2 ", line)
    for pattern in (_BEHIND, _BEFORE):
        for match in pattern.finditer(rest):
            *words, last = match.groups()
            label, text = (last, words[0]) if pattern is _BEHIND else (words[0] or words[1], last)
            number = read_simple(text)
            if number is None:
                return None
            found.setdefault(_axis(label.lower()), set()).add(number.value)
        rest = pattern.sub(" ", rest)
    if not found or any(len(values) > 1 for values in found.values()):
        return None
    rest = _WORD.sub(lambda word: " " if word[0].lower() in QUIET else word[0], rest).strip(_APART)
    named = {axis: values.pop() for axis, values in found.items()}
    if not rest:
        return tuple(named[axis] for axis in sorted(named)) if {0, 1} <= named.keys() else None
    return _beside(named[2], listed(rest)) if named.keys() == {2} else None


def _axis(label: str) -> int:
    return 2 if label in ("tiefe", "tiefen") else _AXES.get(label[0], 2)


def _beside(depth: Fraction, sizes: Sizes | None) -> Sizes | None:
    """Sizes with a depth that stands beside them, or in them already."""
    if sizes is None or len(sizes) not in (2, 3):
        return None
    if len(sizes) == 2:
        return (*sizes, depth)
    return sizes if depth in (sizes[0], sizes[-1]) else None
