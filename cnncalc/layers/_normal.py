"""Array code of the norms that take statistics from what they normalise.

All work on volumes seen as sets x places x channels: an image is a set, and so is a whole batch. Statistics are those of a set
and of a group of neighbouring channels.
"""

from __future__ import annotations

from cnncalc.layer_base import Array, Gradients, Machine, Tensors
from cnncalc.layers._arithmetic import number, root, wide

#: Values of a block, which stay in a core's cache, and places of it: a sum of more would lose digits, and of fewer the sums of
#: all blocks would be much memory.
_BLOCK, _PLACES, _LEAST = 1 << 16, 1 << 10, 1 << 4


def as_sets(x: Array, sets: int) -> Array:
    """A contiguous array of any shape as sets x places x channels."""
    return x.reshape(sets, -1, x.shape[-1])


def normalise(on: Machine, x: Array, tensors: Tensors, groups: int, eps: float, out: Array) -> None:
    """out = (x - mean)/sqrt(variance + eps), then a scale and a shift where there are any; `out` may be `x`."""
    xp = on.xp
    mean, factor = _statistics(on, x, groups, eps)
    learned = "weight" in tensors
    if learned:
        factor = factor * tensors["weight"]

    def work(first: int, last: int) -> None:
        block = out[:, first:last]
        xp.subtract(x[:, first:last], mean, out=block)
        xp.multiply(block, factor, out=block)
        if learned:
            xp.add(block, tensors["bias"], out=block)

    on.each(x.shape[1], _step(x), work)


def normalise_backward(on: Machine, x: Array, tensors: Tensors, groups: int, eps: float, upstream: Array,
                       shape: tuple[int, ...]) -> Gradients:  # fmt: skip
    """dL/dx, of this shape, and of the scale and the shift where there are any. Each value moves its set's statistics too."""
    mean, factor = _statistics(on, x, groups, eps)
    normal = (x - mean) * factor
    learned = "weight" in tensors
    arriving = upstream * tensors["weight"] if learned else upstream
    through_mean = _spread(on, arriving.sum(axis=1), groups, x.shape[1])
    through_root = _spread(on, (arriving * normal).sum(axis=1), groups, x.shape[1])
    to_input = (arriving - through_mean - normal * through_root) * factor
    return (to_input.reshape(shape),), scale_and_shift_gradients(normal, upstream) if learned else {}


def scale_and_shift_gradients(normal: Array, upstream: Array) -> dict[str, Array]:
    """Of the learned factor and shift of each channel, from the normalised values; channels are the last axis."""
    axes = tuple(range(normal.ndim - 1))
    return {"weight": (upstream * normal).sum(axis=axes), "bias": upstream.sum(axis=axes)}


def _statistics(on: Machine, x: Array, groups: int, eps: float) -> tuple[Array, Array]:
    """The mean and 1/sqrt(variance + eps), the variance over n, both as sets x 1 x channels.

    So many sets at once that a block holds several places of each, for the sums of all blocks are kept.
    """
    some = max(_BLOCK // (_LEAST * x.shape[-1]), 1)
    parts = [_statistics_of(on, x[first : first + some], groups, eps) for first in range(0, len(x), some)]
    means, factors = zip(*parts, strict=True)
    return (on.xp.concatenate(means), on.xp.concatenate(factors)) if len(parts) > 1 else parts[0]


def _statistics_of(on: Machine, x: Array, groups: int, eps: float) -> tuple[Array, Array]:
    """Sums are collected block by block: few temporaries, and roundings that do not pile up."""
    xp, step = on.xp, _step(x)
    sets, places, channels = x.shape
    sums = xp.zeros((-(-places // step), sets, channels), wide(on))

    def work(first: int, last: int) -> None:
        for block in range(first, last):
            sums[block] = x[:, block * step : (block + 1) * step].sum(axis=1, dtype=sums.dtype)

    on.each(len(sums), 1, work)
    mean = _spread(on, sums.sum(axis=0), groups, places)
    rest = xp.zeros_like(sums)  # what rounding left of the mean, which a small variance feels

    def squares(first: int, last: int) -> None:
        for block in range(first, last):
            part = x[:, block * step : (block + 1) * step]
            away = on.scratch("away", part.shape)
            xp.subtract(part, mean, out=away)
            rest[block] = away.sum(axis=1, dtype=sums.dtype)
            xp.multiply(away, away, out=away)
            sums[block] = away.sum(axis=1, dtype=sums.dtype)

    on.each(len(sums), 1, squares)
    more = _spread(on, rest.sum(axis=0), groups, places)
    variance = _spread(on, sums.sum(axis=0), groups, places) - more * more
    return mean + more, number(on, 1) / root(on, variance + number(on, eps))


def _spread(on: Machine, sums: Array, groups: int, places: int) -> Array:
    """From the sums of each set and channel, the mean over each group at each of its channels: sets x 1 x channels."""
    sets, channels = sums.shape
    each = sums.reshape(sets, groups, -1).sum(axis=-1, keepdims=True) * number(on, 1, places * (channels // groups))
    return on.xp.repeat(each, channels // groups, axis=-1).reshape(sets, 1, channels).astype(on.dtype)


def _step(x: Array) -> int:
    """Places of a block."""
    sets, _, channels = x.shape
    return max(1, min(_PLACES, _BLOCK // int(sets * channels)))
