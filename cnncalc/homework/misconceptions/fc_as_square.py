"""K118: a fully connected layer that has lost its inputs or its outputs."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _outputs_twice(right: Counts) -> Wrong | None:
    return _wrong(right, right.reading(right.filters), "the outputs are taken for the inputs")


def _inputs_twice(right: Counts) -> Wrong | None:
    inputs = right.reads
    wrong = right._replace(weights=inputs * inputs, biases=inputs if right.biases else 0, filters=inputs)
    return _wrong(right, wrong, "the inputs are taken for the outputs")


def _bias_per_input(right: Counts) -> Wrong | None:
    if right.asked.ask == "filter_params":
        return None
    wrong = right._replace(biases=right.reads if right.biases else 0)
    return _wrong(right, wrong, "a bias is counted for each input")


def _no_inputs(right: Counts) -> Wrong | None:
    return _wrong(right, right.reading(1), "the inputs are forgotten")


def _wrong(right: Counts, wrong: Counts, head: str) -> Wrong | None:
    if not right.is_fc:
        return None
    return Wrong(wrong, head, f"{right.each_of_all} reads all {right.reads:,} inputs, {right.worked}")


MISCONCEPTION = Misconception(
    "K118",
    "fc-as-square",
    what="the inputs and the outputs of a fully connected layer are mixed up",
    why="Each of the M outputs has a weight for every one of the N inputs, and one bias: (N + 1)*M.",
    asks=frozenset({"params", "weights", "biases", "products", "filter_params"}),
    slips=in_layers(_outputs_twice, _inputs_twice, _bias_per_input, _no_inputs),
    rank=20,
)
