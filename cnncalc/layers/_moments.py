"""Norms that take the mean and the variance of the image itself: how they are counted, once for all of them."""

from __future__ import annotations

from cnncalc.layer_base import Operations


def standardise(values: int, sets: int, affine: bool) -> Operations:
    """(x - mean)/sqrt(variance + eps), then scale and shift, over `sets` equal sets that hold `values` values together.

    For each set: the sum and a division (mean), a difference and a square a value, the sum and a division (variance), eps
    and the root; then a division a value. Statistics are worked out at inference too.
    """
    learned = values if affine else 0
    return {"add": 3 * values - sets + learned, "mul": values + learned, "div": values + 2 * sets, "sqrt": sets}
