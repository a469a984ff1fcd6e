"""Where `flatten` and `reshape` have to move values: they take them channel by channel, and in arrays the channels are last."""

from __future__ import annotations

from math import prod

from cnncalc.layer_base import Shape


def order_differs(before: Shape, after: Shape) -> bool:
    """Whether the values, channels last, stand in another order after a reshape than before it."""
    one_by_one = all(shape.channels == 1 or prod(shape.spatial) == 1 for shape in (before, after))
    return before.channels != after.channels and not one_by_one
