"""K129: a bias for every channel that a filter reads."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import BIASES, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _many(right: Counts) -> Wrong | None:
    if not right.biases or not right.has_filters:
        return None
    because = f"a filter adds its {right.depth:,} channels up and then one bias, {right.worked}"
    return Wrong(right._replace(biases=right.depth * right.filters), "every channel of a filter is given a bias", because)


MISCONCEPTION = Misconception(
    "K129",
    "bias-per-channel",
    what="a filter is given a bias for each channel that it reads",
    why="A filter is one block of F*F*D weights. Its products are added up over all channels to one number, "
    "and the bias is added to that: (F*F*D + 1)*K, not (F*F + 1)*D*K.",
    asks=BIASES,
    slips=in_layers(_many),
    rank=20,
)
