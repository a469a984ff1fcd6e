"""K123: the gaps of a dilated kernel counted as weights."""

from __future__ import annotations

from math import prod

from cnncalc.homework.misconceptions._counts import WEIGHTS, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _filled(right: Counts) -> Wrong | None:
    dilation = getattr(right.facts.layer, "dilation", ())
    if not right.has_filters or len(dilation) != len(right.window):
        return None
    spans = [gap * (size - 1) + 1 for size, gap in zip(right.window, dilation, strict=True)]
    span, window = "x".join(map(str, spans)), "x".join(map(str, right.window))
    because = f"the kernel spans {span} cells, but reads {window} of them, {right.worked}"
    return Wrong(right.reading(prod(spans) * right.depth), "the gaps of the dilated kernel are counted", because)


MISCONCEPTION = Misconception(
    "K123",
    "dilation-fills-kernel",
    what="a dilated kernel is counted as if it had weights in its gaps",
    why="Dilation spreads the F x F weights apart. The window spans d(F - 1) + 1 cells on each axis, but between its weights "
    "there is nothing.",
    asks=WEIGHTS,
    slips=in_layers(_filled),
)
