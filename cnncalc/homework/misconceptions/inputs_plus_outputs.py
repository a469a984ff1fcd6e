"""K122: inputs and outputs of a fully connected layer added, not multiplied."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _neurons(right: Counts) -> Wrong | None:
    return _wrong(right, right.reads + right.filters, 0)


def _neurons_with_biases(right: Counts) -> Wrong | None:
    return _wrong(right, right.reads + right.filters, right.biases)


def _wrong(right: Counts, weights: int, biases: int) -> Wrong | None:
    if not right.is_fc:
        return None
    because = f"there is a weight for every pair of them, {right.worked}"
    return Wrong(right._replace(weights=weights, biases=biases), "inputs and outputs are added", because)


MISCONCEPTION = Misconception(
    "K122",
    "inputs-plus-outputs",
    what="the inputs and the outputs of a fully connected layer are added up",
    why="Fully connected means that every output is connected with every input: N*M weights, one for each pair.",
    asks=frozenset({"params", "weights"}),
    slips=in_layers(_neurons, _neurons_with_biases),
    rank=20,
)
