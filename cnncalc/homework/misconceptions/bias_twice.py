"""K106: the biases added a second time."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import BIASES, NORMS, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _twice(right: Counts) -> Wrong | None:
    if not right.biases or right.row.kind in NORMS:
        return None
    wrong = right._replace(biases=2 * right.biases)
    bracketed = right.asked.ask == "params" and (right.has_filters or right.is_fc)
    because = "the + 1 in the brackets is the bias already" if bracketed else f"each {right.each} has one"
    return Wrong(wrong, "the biases are counted twice", f"{because}, {right.worked}")


MISCONCEPTION = Misconception(
    "K106",
    "bias-twice",
    what="the biases are added a second time",
    why="In (F*F*D + 1)*K the 1 is each filter's bias, so all K of them are in the product. Nothing is added to it again.",
    asks=BIASES,
    slips=in_layers(_twice),
)
