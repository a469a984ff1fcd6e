"""K104: the parameters of one filter for those of the layer."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _one(right: Counts) -> Wrong | None:
    if right.filters <= 1 or not (right.has_filters or right.is_fc):
        return None
    wrong = right._replace(weights=right.reads, biases=1 if right.biases else 0, filters=1)
    return Wrong(wrong, f"only one {right.each} is counted", f"there are {right.filters:,}, {right.worked}")


MISCONCEPTION = Misconception(
    "K104",
    "one-filter-only",
    what="one filter is counted in place of all of them",
    why="A layer has as many filters as its output is deep, and each of them has its own weights and its own bias.",
    asks=frozenset({"params", "weights"}),
    slips=in_layers(_one),
)
