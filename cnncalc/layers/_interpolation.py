"""Upsampling on arrays: repeated cells, and values between two cells of each axis in turn. Source: PyTorch's Upsample."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import NamedTuple

from cnncalc.layer_base import Array, Machine
from cnncalc.layers._strips import blocks_of_rows


class Between(NamedTuple):
    """On one axis, for each cell of the output: the cells that it lies between, and how far it is from the first."""

    low: list[int]
    high: list[int]
    share: list[Fraction]


def between(size: int, factor: int, align_corners: bool) -> Between:
    out = size * factor
    if align_corners:
        places = [Fraction(cell * (size - 1), max(out - 1, 1)) for cell in range(out)]
    else:
        places = [max(Fraction(2 * cell + 1 - factor, 2 * factor), Fraction(0)) for cell in range(out)]
    low = [int(place) for place in places]
    return Between(
        low, [min(cell + 1, size - 1) for cell in low], [place - cell for place, cell in zip(places, low, strict=True)]
    )


def interpolate(on: Machine, x: Array, out: Array, lines: Sequence[Between]) -> None:
    rows = out.shape[1]

    def work(images: slice, at: slice) -> None:
        source = x[images]
        for axis, line in enumerate(lines, 1):
            span = at if axis == 1 else slice(0, out.shape[axis])
            made = on.xp.take(source, on.xp.array(line.low[span]), axis)
            high = on.xp.take(source, on.xp.array(line.high[span]), axis)
            high -= made
            high *= _shares(on, line.share[span], axis, out.ndim)
            made += high
            source = made
        out[images, at] = source

    blocks_of_rows(on, out.shape[0], rows, max(on.block // prod(out.shape[2:]), 1), work)


def gathered(on: Machine, upstream: Array, x: Array, lines: Sequence[Between]) -> Array:
    """dL/dx: `interpolate`, transposed."""
    source = upstream
    for axis in range(len(lines), 0, -1):
        line, lead = lines[axis - 1], (slice(None),) * axis
        target = on.xp.zeros((*source.shape[:axis], x.shape[axis], *source.shape[axis + 1 :]), x.dtype)
        to_high = source * _shares(on, line.share, axis, x.ndim)
        to_low = source - to_high
        first = 0
        for cell in sorted(set(line.low)):
            last = first + line.low.count(cell)
            target[(*lead, cell)] += to_low[(*lead, slice(first, last))].sum(axis)
            target[(*lead, line.high[first])] += to_high[(*lead, slice(first, last))].sum(axis)
            first = last
        source = target
    return source


def repeat(on: Machine, x: Array, out: Array, factors: Sequence[int]) -> None:
    """Every cell `factor` times along each axis."""
    apart = _apart(out, factors)
    rank = len(factors)

    def work(first: int, last: int) -> None:
        apart[first:last] = x[(slice(first, last), *[slice(None), None] * rank)]

    on.each(len(x), max(on.block // prod(out.shape[1:]), 1), work)


def summed(upstream: Array, factors: Sequence[int]) -> Array:
    """dL/dx: `repeat`, transposed."""
    return _apart(upstream, factors).sum(tuple(range(2, 2 * len(factors) + 1, 2)))


def _apart(large: Array, factors: Sequence[int]) -> Array:
    """Images x (cells x repetitions of each) on every axis x channels."""
    sizes = [part for size, factor in zip(large.shape[1:-1], factors, strict=True) for part in (size // factor, factor)]
    return large.reshape(large.shape[0], *sizes, large.shape[-1])


def _shares(on: Machine, shares: Sequence[Fraction], axis: int, rank: int) -> Array:
    return on.xp.array(shares, on.dtype).reshape((-1,) + (1,) * (rank - axis - 1))
