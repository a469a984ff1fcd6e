"""K108: a pool counted as if it were a convolution."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception

#: From a window's cells and the depth: the weights and biases that a pool would have.
_LIKE_FILTERS: tuple[Callable[[int, int], tuple[int, int]], ...] = (
    lambda cells, depth: (cells, 0),
    lambda cells, depth: (cells, 1),
    lambda cells, depth: (cells * depth, 0),
    lambda cells, depth: (cells * depth, 1),
    lambda cells, depth: (cells * depth, depth),
    lambda cells, depth: (cells * depth * depth, 0),
    lambda cells, depth: (cells * depth * depth, depth),
)


def _as(like: Callable[[int, int], tuple[int, int]]) -> Callable[[Counts], Wrong | None]:
    def learned(right: Counts) -> Wrong | None:
        if not right.is_pool:
            return None
        weights, biases = like(prod(right.window), right.facts.inputs[0].channels)
        taken = "largest value" if "max" in right.row.kind else "mean" if "avg" in right.row.kind else "norm"
        wrong = right._replace(weights=weights, biases=biases)
        given = f"{weights:,} weights and {biases:,} bias{'es' if biases > 1 else ''}" if biases else f"{weights:,} weights"
        return Wrong(wrong, f"pooling is given {given}", f"it takes the {taken} of each window and learns nothing, 0")

    return learned


MISCONCEPTION = Misconception(
    "K108",
    "pooling-given-parameters",
    what="a pooling layer is given weights or biases",
    why="Pooling computes a fixed function of its window, the largest value or the mean. It has two settings, F and S, "
    "and nothing that is learned.",
    asks=frozenset({"params", "weights", "biases"}),
    slips=in_layers(*map(_as, _LIKE_FILTERS)),
)
