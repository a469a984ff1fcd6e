"""K114: a norm's running mean and variance taken for parameters."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _stored(right: Counts) -> Wrong | None:
    if not right.facts.buffers:
        return None
    wrong = right._replace(weights=right.weights + right.facts.buffers)
    because = f"the {right.facts.buffers:,} of them are measured, not learned; {right.worked}"
    return Wrong(wrong, "running means and variances are counted", because)


MISCONCEPTION = Misconception(
    "K114",
    "running-statistics-counted",
    what="the running mean and variance of a norm are counted as parameters",
    why="Batch normalisation learns a scale and a shift for each channel, 2C. Its running mean and variance are stored "
    "with them, but no gradient reaches them.",
    asks=frozenset({"params"}),
    slips=in_layers(_stored),
)
