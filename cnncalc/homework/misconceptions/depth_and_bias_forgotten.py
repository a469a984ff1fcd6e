"""K103: F*F*K, both the depth and the biases left out."""

from __future__ import annotations

from math import prod

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _bare(right: Counts) -> Wrong | None:
    if right.depth <= 1 or not right.window or not right.biases:
        return None
    wrong = right.reading(prod(right.window))._replace(biases=0)
    because = f"each {right.each} covers {right.depth:,} channels and has a bias, {right.worked}"
    return Wrong(wrong, "the depth and the bias are missing", because)


def _in_filters(right: Counts) -> Wrong | None:
    return _bare(right) if right.has_filters else None


def _and_all_biases(right: Counts) -> Wrong | None:
    if found := _in_filters(right):
        return found
    return Wrong(right._replace(biases=0), "the bias", besides=True) if right.biases else None


MISCONCEPTION = Misconception(
    "K103",
    "depth-and-bias-forgotten",
    what="a filter is counted as one channel deep, and without its bias",
    why="A filter covers the full depth of what it reads, and adds one bias of its own: (F*F*D + 1)*K, not F*F*K.",
    asks=frozenset({"params", "filter_params"}),
    slips=in_layers(_bare, _in_filters, _and_all_biases, only_with_biases=True),
    rank=30,
)
