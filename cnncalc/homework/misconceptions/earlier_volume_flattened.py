"""K119: a fully connected layer that reads what another layer reads."""

from __future__ import annotations

from collections.abc import Callable

from cnncalc.homework.misconceptions._counts import WEIGHTS, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._earlier import earlier
from cnncalc.homework.misconceptions._slip import Misconception


def _of(number: int) -> Callable[[Counts], Wrong | None]:
    def read(right: Counts) -> Wrong | None:
        values = earlier(right, lambda shape: shape.elements)[number:][:1] if right.is_fc else []
        if not values:
            return None
        because = f"`{right.row.path}` reads {right.reads:,} values, not {values[0]:,}, {right.worked}"
        return Wrong(right.reading(values[0]), "the inputs are those of an earlier layer", because)

    return read


MISCONCEPTION = Misconception(
    "K119",
    "earlier-volume-flattened",
    what="a fully connected layer is counted on the volume that an earlier layer reads",
    why="A fully connected layer reads what the layer directly before it puts out: after pooling that is the smaller volume, "
    "and after another fully connected layer its outputs.",
    asks=WEIGHTS,
    slips=in_layers(_of(0), _of(1), _of(-1)),
)
