"""K110: F for F*F."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from cnncalc.homework.misconceptions._counts import WEIGHTS, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _only(axes: slice) -> Callable[[Counts], Wrong | None]:
    def narrow(right: Counts) -> Wrong | None:
        if not right.has_filters or len(right.window) < 2:
            return None
        wrong = right.reading(prod(right.window[axes]) * right.depth)
        cells = "*".join(map(str, right.window))
        because = f"in each channel a filter has {cells} = {prod(right.window):,} weights, {right.worked}"
        return Wrong(wrong, f"the kernel is not {'squared' if len(right.window) == 2 else 'cubed'}", because)

    return narrow


MISCONCEPTION = Misconception(
    "K110",
    "kernel-not-squared",
    what="the size of the kernel is used once, F in place of F*F",
    why="A filter reaches over height and width: in each channel it has F*F weights, 25 for a 5x5 one.",
    asks=WEIGHTS,
    slips=in_layers(_only(slice(0, 1)), _only(slice(-1, None)), _only(slice(0, -1))),
)
