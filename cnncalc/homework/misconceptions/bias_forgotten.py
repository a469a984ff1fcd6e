"""K101: the weights without their biases."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import BIASES, NORMS, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _without(right: Counts) -> Wrong | None:
    if not right.biases:
        return None
    wrong = right._replace(biases=0)
    if right.row.kind in NORMS:
        return Wrong(wrong, "the shift is missing", f"{right.each_of_all} has a scale and a shift, {right.added}")
    if right.asked.ask == "filter_params":
        return Wrong(wrong, "the bias is missing", f"each {right.each} has one, {right.added}")
    return Wrong(wrong, "the bias is missing", f"{right.each_of_all} has one, {right.added}")


def _without_but_norms(right: Counts) -> Wrong | None:
    return None if right.row.kind in NORMS else _without(right)


MISCONCEPTION = Misconception(
    "K101",
    "bias-forgotten",
    what="the weights are counted without the biases",
    why="Every filter, and every output of a fully connected layer, adds one learned number of its own to its sum: the bias. "
    "(F*F*D + 1)*K has it as the 1.",
    asks=BIASES,
    slips=in_layers(_without, _without_but_norms),
)
