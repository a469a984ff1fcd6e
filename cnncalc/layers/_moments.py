"""What norms have in common: what they learn, and the operations of those that take the image's own mean and variance."""

from __future__ import annotations

from cnncalc.layer_base import Operations, Parameters


def scale_and_shift(channels: int, affine: bool) -> Parameters:
    """A learned factor and a learned shift for each channel."""
    return {"weight": (channels,), "bias": (channels,)} if affine else {}


def standardise(values: int, sets: int, affine: bool) -> Operations:
    """(x - mean)/sqrt(variance + eps), then scale and shift, over `sets` equal sets that hold `values` values together.

    For each set: the sum and a division (mean), a difference and a square a value, the sum and a division (variance), eps
    and the root; then a division a value. Statistics are worked out at inference too.
    """
    learned = values if affine else 0
    return {"add": 3 * values - sets + learned, "mul": values + learned, "div": values + 2 * sets, "sqrt": sets}
