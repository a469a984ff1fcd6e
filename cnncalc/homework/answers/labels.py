"""Sizes that are named: `H=55, W=55, D=96`, `55x55, depth 96`, `96 channels of 55x55`, `height 55, width 55`."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from cnncalc.homework.answers.number import read_simple
from cnncalc.homework.answers.plain import shown
from cnncalc.homework.answers.words import QUIET
from cnncalc.homework.written import Unreadable

Sizes = tuple[Fraction, ...]

_NUMBER = r"(\d[\d.,/]*\d|\d)"
_MAPS = r"channels?|(?:(?:feature|activation)[ -])?maps?|filters?|planes?|kernels?|kanäle|deep"
_LENGTHS = r"samples|(?:time)?steps|positions|long"
#: `96 channels`, `55 high`; the last of `55x55x96 channels` is one of the sizes.
_BEHIND = re.compile(
    rf"(?<![xX×*@]\s)(?<![\w.,×*@/^)]){_NUMBER}[ -]?({_MAPS}|{_LENGTHS}|high|tall|wide|rows?|columns?)\b", re.IGNORECASE
)
#: `depth 96`, `height = (227 - 11)/4 + 1 = 55`, `H: 55`
_BEFORE = re.compile(
    rf"\b(?:([hwdcklt])\s*[=:]|(height|width|length|time|depth|channels|filters|höhe|breite|tiefe)\s*(?:[=:]|\bof\b|\bis\b|\bvon\b)?)\s*"
    rf"(?:[^=:,;A-Za-z]*=\s*)?{_NUMBER}(?![\d\s]*[-+*/^(=xX×])",
    re.IGNORECASE,
)
_MAPS_OF = re.compile(rf"(?<![\w.,]){_NUMBER}\s+(\d+\s?[xX×]\s?\d+)\s+(?:{_MAPS})\b", re.IGNORECASE)
_LENGTH, _DEPTH, _CHANNELS = 3, 4, 5
#: In the order in which sizes are told; a letter or a word. Anything else is channels.
_AXES = (
    dict.fromkeys(("t", "time"), 0)
    | dict.fromkeys(("h", "height", "high", "tall", "höhe", "row", "rows"), 1)
    | dict.fromkeys(("w", "width", "wide", "breite", "column", "columns"), 2)
    | dict.fromkeys(("l", "length", "long", "samples", "steps", "timesteps", "positions"), _LENGTH)
    | dict.fromkeys(("d", "depth", "deep", "tiefe", "k", "kernel", "kernels"), _DEPTH)
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_APART = " ,;:.=()[]{}-"


def labelled(line: str, listed: Callable[[str], Sizes | None]) -> Sizes | None:
    """Height, width and depth in this order, as far as they are named or stand beside a depth; None where they do not."""
    named, rest = _named(line)
    if not named:
        return None
    if not rest:
        return tuple(named[axis] for axis in sorted(named)) if len(named) > 1 else None
    return _beside(named[_CHANNELS], listed(rest)) if named.keys() == {_CHANNELS} else None


def is_ordered(line: str, listed: Callable[[str], Sizes | None]) -> bool:
    """Whether each size is named, so that the order in which they were written says nothing."""
    named, rest = _named(line)
    return _CHANNELS in named and (len(named) > 1 if not rest else len(listed(rest) or ()) == 2 and len(named) == 1)


def _named(line: str) -> tuple[dict[int, Fraction], str]:
    """The size of each axis that is named, and what else stands there; nothing where an axis has two sizes."""
    found: dict[int, set[Fraction]] = {}
    rest = _MAPS_OF.sub(r" \1 channels \2 ", line)
    for pattern in (_BEHIND, _BEFORE):
        for match in pattern.finditer(rest):
            *words, last = match.groups()
            label, text = (last, words[0]) if pattern is _BEHIND else (words[0] or words[1], last)
            number = read_simple(text)
            if number is None:
                return {}, rest
            found.setdefault(_AXES.get(label.lower(), _CHANNELS), set()).add(number.value)
        rest = pattern.sub(" ", rest)
    if _DEPTH in found:  # of a volume that has channels too, an axis before the height; else the channels themselves
        depth = found.pop(_DEPTH)
        if depth == found.get(_CHANNELS) and len(found) > 2:
            raise Unreadable("K503", f"{shown(line)} names the depth beside the channels: write sizes, such as 32x32x10")
        is_axis = {1, 2, _CHANNELS} <= found.keys() and 0 not in found
        found.setdefault(0 if is_axis else _CHANNELS, set()).update(depth)
    if 1 not in found and 2 in found and _LENGTH in found:
        found[1] = found.pop(_LENGTH)  # length and width of an image
    if any(len(values) > 1 for values in found.values()):
        return {}, rest
    rest = _WORD.sub(lambda word: " " if word[0].lower() in QUIET else word[0], rest).strip(_APART)
    return {axis: values.pop() for axis, values in found.items()}, rest


def _beside(depth: Fraction, sizes: Sizes | None) -> Sizes | None:
    """Sizes with a depth that stands beside them, or in them already."""
    if sizes is None or len(sizes) not in (2, 3):
        return None
    if len(sizes) == 2:
        return (*sizes, depth)
    return sizes if depth in (sizes[0], sizes[-1]) else None
