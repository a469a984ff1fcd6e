"""Where the taps of windows lie: the windows that read one of their cells inside the input, and those cells, as slices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from cnncalc.layer_base import Array, Axis, Shape


class Tap(NamedTuple):
    """One cell of the window. Both slices cover all images; the i-th of `windows` has it at the i-th of `cells`."""

    number: int  # in row-major order
    place: tuple[int, ...]  # in the window
    windows: tuple[slice, ...]
    cells: tuple[slice, ...]


def taps(axes: Sequence[Axis]) -> Iterator[Tap]:
    """Every tap that lies inside the input for some window, in row-major order."""
    along = [[_tap(axis, number) for number in range(axis.kernel)] for axis in axes]
    for number, place in enumerate(product(*[range(axis.kernel) for axis in axes])):
        found = [line[at] for line, at in zip(along, place, strict=True)]
        if all(span.start < span.stop for span, _ in found):
            windows, cells = zip(*found, strict=True)
            yield Tap(number, place, (slice(None), *windows), (slice(None), *cells))


def writing(axes: Sequence[Axis]) -> list[Axis]:
    """Of a transposed convolution: the axes of the convolution that reads where it writes."""
    return [axis._replace(size=axis.out, out=axis.size) for axis in axes]


def _tap(axis: Axis, number: int) -> tuple[slice, slice]:
    start = number * axis.dilation - axis.before
    first, last = inside(start, axis.stride, axis.out, axis.size)
    return slice(first, last), span(start + first * axis.stride, axis.stride, last - first)


def inside(start: int, step: int, count: int, size: int) -> tuple[int, int]:
    """First and last (exclusive) of `count` places, `step` apart from `start` on, that lie in [0, size)."""
    first = min(max(-(start // step), 0), count)
    return first, max(min(-((start - size) // step), count), first)


def span(start: int, step: int, count: int) -> slice:
    """So many cells, `step` apart."""
    return slice(start, start + (count - 1) * step + 1 if count else start, step)


def within(axis: Axis, first: int, last: int) -> list[int]:
    """How many cells of each window of an axis that is not dilated lie in [first, last)."""
    starts = [number * axis.stride - axis.before for number in range(axis.out)]
    return [min(start + axis.kernel, last) - max(start, first) for start in starts]


def shape_of(x: Array) -> Shape:
    """Of one image of a batch, channels last."""
    return Shape(x.shape[-1], tuple(x.shape[1:-1]))
