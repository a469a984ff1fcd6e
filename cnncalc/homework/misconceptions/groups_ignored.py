"""K111: every filter over all channels, though it reads some of them."""

from __future__ import annotations

from math import prod

from cnncalc.homework.misconceptions._counts import WEIGHTS, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _all(right: Counts) -> Wrong | None:
    channels = right.facts.inputs[0].channels
    if right.has_filters and right.depth < channels:
        wrong = right.reading(prod(right.window) * channels)
        groups = f"in {channels // right.depth:,} groups each filter reads {right.depth:,} of {channels:,} channels"
        return Wrong(wrong, "the groups are ignored", f"{groups}, {right.worked}")
    if right.row.kind == "conv" and not right.depth:
        cells = prod(right.window)
        read, full = right.weights // cells, channels * right.filters
        because = f"the {right.filters:,} filters read {read:,} channels together, not {channels:,}*{right.filters:,} = {full:,}"
        kernel = "*".join(map(str, right.window))
        total = f"{kernel}*{read:,} = {right.weights:,}"
        added = f", {right.added}" if right.biases and right.asked.counted else ""
        return Wrong(right._replace(weights=cells * full), "the connections are ignored", f"{because}; {total}{added}")
    return None


MISCONCEPTION = Misconception(
    "K111",
    "groups-ignored",
    what="filters are counted over all channels, though they read only their group's",
    why="With G groups a filter reads D/G of the D channels, so the layer has F*F*(D/G)*K weights. "
    "A depthwise filter reads one channel.",
    asks=WEIGHTS,
    slips=in_layers(_all),
)
