"""K107: one bias that all filters share."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _single(right: Counts) -> Wrong | None:
    if right.biases <= 1 or right.row.kind not in ("conv", "deconv", "fc", "subsample"):
        return None
    because = f"{right.each_of_all} has its own, {right.added}"
    return Wrong(right._replace(biases=1), "one bias is counted for the whole layer", because)


MISCONCEPTION = Misconception(
    "K107",
    "one-bias-for-the-layer",
    what="one bias is counted for the whole layer",
    why="Every filter has its own bias: F*F*D*K weights and K biases. Weights are shared by the places that a filter visits, "
    "not by different filters.",
    asks=frozenset({"params", "biases"}),
    slips=in_layers(_single),
)
