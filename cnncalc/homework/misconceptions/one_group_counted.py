"""K127: the filters of one group for all of them."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _one(right: Counts) -> Wrong | None:
    groups = right.facts.inputs[0].channels // right.depth if right.has_filters else 1
    if groups in (1, right.filters):  # of a depthwise layer, it is one filter
        return None
    wrong = right._replace(weights=right.weights // groups, biases=right.biases // groups, filters=right.filters // groups)
    return Wrong(wrong, "one group is counted", f"there are {groups:,} of them, {right.worked}")


MISCONCEPTION = Misconception(
    "K127",
    "one-group-counted",
    what="the filters of one group are counted in place of all of them",
    why="Groups divide the channels that each filter reads, not the number of filters: all K of them have weights of their own, "
    "F*F*(D/G)*K together.",
    asks=frozenset({"params", "weights", "biases"}),
    slips=in_layers(_one),
)
