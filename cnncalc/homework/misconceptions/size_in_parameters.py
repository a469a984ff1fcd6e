"""K112: weights that are shared by all places counted at each of them."""

from __future__ import annotations

from math import prod

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _local(right: Counts) -> Wrong | None:
    places = _places(right)
    return _wrong(right, right.weights * places, right.biases * places, "every place of the output is given its own weights")


def _local_weights(right: Counts) -> Wrong | None:
    head = "the weights, though not the biases, are counted at every place of the output"
    return _wrong(right, right.weights * _places(right), right.biases, head)


def _products(right: Counts) -> Wrong | None:
    return _wrong(right, right.weights * _places(right), 0, "the weights are multiplied by the places of the output")


def _connected(right: Counts) -> Wrong | None:
    outputs = right.facts.output.elements
    weights = right.facts.inputs[0].elements * outputs
    head = "every value of the output is connected to the whole input"
    return _wrong(right, weights, outputs if right.biases else 0, head) if right.has_filters else None


def _places(right: Counts) -> int:
    return prod(right.facts.output.spatial)


def _wrong(right: Counts, weights: int, biases: int, head: str) -> Wrong | None:
    spatial = right.facts.output.spatial
    if prod(spatial) <= 1 or not right.weights or right.row.kind in ("custom", "prelu", "fc"):
        return None
    places = "*".join(f"{size:,}" for size in spatial) + f" = {prod(spatial):,}" if len(spatial) > 1 else f"{spatial[0]:,}"
    because = f"the same weights serve all {places} places, {right.worked}"
    return Wrong(right._replace(weights=weights, biases=biases), head, because)


MISCONCEPTION = Misconception(
    "K112",
    "size-in-parameters",
    what="the weights are counted again at every place of the output, as if nothing were shared",
    why="A filter slides: the same weights are used at every place. So the size of the picture is in the operations, "
    "not in the parameters.",
    asks=frozenset({"params", "weights"}),
    slips=in_layers(_local, _local_weights, _products, _connected),
    rank=20,
)
