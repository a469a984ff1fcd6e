"""K113: a fully connected layer that reads channels only."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import WEIGHTS, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _channels_only(right: Counts) -> Wrong | None:
    if not right.is_fc or not right.window:
        return None
    sizes = (*right.window, right.depth)
    volume, values = "x".join(map(str, sizes)), "*".join(map(str, sizes))
    because = f"{volume} is flattened to {values} = {right.reads:,} values, {right.worked}"
    return Wrong(right.reading(right.depth), "only the channels are read", because)


MISCONCEPTION = Misconception(
    "K113",
    "flatten-forgotten",
    what="a fully connected layer is counted as if it read the channels alone",
    why="A fully connected layer reads every value of the volume: height x width x depth inputs for each output.",
    asks=WEIGHTS,
    slips=in_layers(_channels_only),
)
