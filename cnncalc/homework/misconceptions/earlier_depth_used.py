"""K109: D taken from somewhere before the layer's input."""

from __future__ import annotations

from collections.abc import Callable

from cnncalc.homework.misconceptions._counts import WEIGHTS, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._earlier import earlier
from cnncalc.homework.misconceptions._slip import Misconception


def _of(number: int) -> Callable[[Counts], Wrong | None]:
    def used(right: Counts) -> Wrong | None:
        if not right.depth or (right.is_fc and not right.window):
            return None
        channels = right.depth if right.is_fc else right.facts.inputs[0].channels
        depths = earlier(right, lambda shape: shape.channels)[number:][:1]
        groups = channels // right.depth
        if not depths or right.depth == 1 or depths[0] % groups:
            return None
        wrong = right.reading(right.reads // right.depth * (depths[0] // groups))
        because = f"`{right.row.path}` reads {channels:,} channels, not {depths[0]:,}, {right.worked}"
        return Wrong(wrong, "the depth is that of an earlier layer", because)

    return used


MISCONCEPTION = Misconception(
    "K109",
    "earlier-depth-used",
    what="the depth of an earlier layer, or of the network's input, is used",
    why="A filter is as deep as the volume that its layer reads. That is as deep as the convolution before it has filters; "
    "pooling and ReLU in between do not change it.",
    asks=WEIGHTS,
    slips=in_layers(_of(0), _of(1), _of(-1)),
)
