"""K102: filters as flat as the picture on the slide."""

from __future__ import annotations

from math import prod

from cnncalc.homework.misconceptions._counts import WEIGHTS, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _flat(right: Counts) -> Wrong | None:
    if right.depth <= 1 or not right.window:
        return None
    because = f"each {right.each} covers {_all(right.depth)} channels{_group(right)}, {right.worked}"
    return Wrong(right.reading(prod(right.window)), "the depth is missing", because)


def _all(count: int) -> str:
    return "both" if count == 2 else f"all {count:,}"


def _group(right: Counts) -> str:
    return " of its group" if right.has_filters and right.depth < right.facts.inputs[0].channels else ""


def _in_filters(right: Counts) -> Wrong | None:
    return _flat(right) if right.has_filters else None


MISCONCEPTION = Misconception(
    "K102",
    "depth-forgotten",
    what="a filter is counted as one channel deep",
    why="A filter always covers the full depth of what it reads: a 5x5 filter on 32x32x3 is 5x5x3, 75 weights. "
    "A fully connected output reads every channel as well.",
    asks=WEIGHTS,
    slips=in_layers(_flat, _in_filters),
)
