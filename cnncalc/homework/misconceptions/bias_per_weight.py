"""K105: a bias for every weight."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import BIASES, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _many(right: Counts) -> Wrong | None:
    if not right.biases or not (right.has_filters or right.is_fc):
        return None
    wrong = right._replace(biases=right.weights)
    because = f"each {right.each} has one bias for its whole sum, {right.worked}"
    return Wrong(wrong, "every weight is given a bias", because)


MISCONCEPTION = Misconception(
    "K105",
    "bias-per-weight",
    what="every weight is given a bias of its own",
    why="A filter adds all its products up, and then its bias once. So it has one bias, however large it is.",
    asks=BIASES,
    slips=in_layers(_many),
    rank=20,
)
