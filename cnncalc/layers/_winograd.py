"""3x3 convolutions with fewer multiplications: F(4x4, 3x3), 36 for 16 outputs in place of 144.

Tiles of 6x6 cells, 4 apart, are transformed, multiplied with transformed filters by 36 matrix products, and transformed back
to 4x4 outputs. Source: Winograd 1980; Lavin & Gray 2015. The points 0, 1, -1, 1/2 and -2 lose least to rounding (Barabasz et
al. 2018): about 3e-6 of the result in float32.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

from cnncalc.layer_base import Array, Axis, Machine, Shape, Tensors

if TYPE_CHECKING:
    from cnncalc.layers.conv import Conv

OUT, TILE = 4, 6
_POINTS = (Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2), Fraction(-2))
#: Blocks that the transformed tiles take which all workers hold at once.
BLOCKS = 24
#: Values of the filters up to which each worker goes alone, and the share of a product's rows that its tiles are then.
FEW, SHARE = 1_200_000, 18
#: Multiply-adds of the plain convolution from which on the transforms pay: of at least so many tiles, and of fewer; and how
#: many times fewer there must be.
_WORK, _MANY, _WORK_OF_FEW, _LESS = 5_000_000, 36, 100_000_000, 2.5
#: Multiply-adds up to which OpenBLAS multiplies without laying out both matrices anew first, and filters that go well together.
_SMALL, _WIDTHS = 1_000_000, (64, 32)

Work = Callable[[int, int], None]


def pays(layer: Conv, on: Machine, x: Shape) -> bool:
    """Whether a convolution is of the kind, and large enough that the transforms cost less than they save."""
    if on.plain or on.dtype != on.xp.float32 or len(x.spatial) != 2 or layer.padding_mode != "zero":
        return False
    if layer.kernel != (3, 3) or layer.stride != (1, 1) or layer.dilation != (1, 1) or layer.group_count(x.channels) != 1:
        return False
    if min(x.channels, layer.filters) < 32:
        return False
    axes = layer.axes(x)
    tiles, products = _tiles(axes), 9 * prod([axis.out for axis in axes])
    least = _WORK if tiles >= _MANY else _WORK_OF_FEW
    return products * x.channels * layer.filters >= least and products >= _LESS * TILE * TILE * tiles


def _tiles(axes: Sequence[Axis]) -> int:
    """The tiles of an image."""
    return prod(-(-axis.out // OUT) for axis in axes)


@lru_cache(maxsize=1)
def _matrices() -> tuple[list[list[float]], list[list[float]], list[list[float]]]:
    """Toom and Cook's matrices A (4x6), G (6x3) and B (6x6) with y = A[(G g) * (B d)], worked out exactly."""
    rows_a = [[point**i for point in _POINTS] + [Fraction(int(i == OUT - 1))] for i in range(OUT)]
    rows_g, rows_b = [], []
    for point in _POINTS:
        others = [other for other in _POINTS if other != point]
        scale, root = Fraction(1), [Fraction(1)]
        for other in others:
            scale *= point - other
            root = _times(root, other)
        rows_g.append([point**i / scale for i in range(3)])
        rows_b.append([*root, Fraction(0)])
    root = [Fraction(1)]
    for point in _POINTS:
        root = _times(root, point)
    rows_g.append([Fraction(0), Fraction(0), Fraction(1)])
    rows_b.append(root)
    a, g, b = ([[float(value) for value in row] for row in rows] for rows in (rows_a, rows_g, rows_b))
    return a, g, b


def _times(polynomial: list[Fraction], root: Fraction) -> list[Fraction]:
    """A polynomial, lowest power first, times (x - root)."""
    shifted = [Fraction(0), *polynomial]
    for power, value in enumerate(polynomial):
        shifted[power] -= root * value
    return shifted


def filters(on: Machine, weight: Array, axes: Sequence[Axis]) -> Array:
    """Transformed filters, 36 x parts x channels x filters of a part, from filters x channels x 3 x 3.

    An image of few tiles makes small products; parts of the filters make them so small that they are quicker.
    """
    xp = on.xp
    g = xp.asarray(_matrices()[1], dtype=on.dtype)
    count, channels = weight.shape[:2]
    few = [n for n in _WIDTHS if count % n == 0 and _tiles(axes) * channels * n <= _SMALL]
    width = few[0] if few else count
    made = xp.empty((TILE, TILE, count // width, channels, width), on.dtype)

    def work(first: int, last: int) -> None:
        turned = xp.moveaxis(weight[:, first:last], (2, 3), (0, 1))  # 3 x 3 x filters x channels
        rows = xp.matmul(g, turned.reshape(3, -1)).reshape(TILE, 3, -1)
        both = xp.matmul(g, rows).reshape(TILE, TILE, count // width, width, last - first)
        made[:, :, :, first:last] = xp.swapaxes(both, 3, 4)

    on.each(channels, 32, work)
    return made.reshape(TILE * TILE, *made.shape[2:])


class _Image:
    """The tiles of a batch: rows of tiles are counted through all images."""

    def __init__(self, on: Machine, tensors: Tensors, axes: tuple[Axis, ...], x: Array, out: Array) -> None:
        self.on, self.axes, self.x, self.out = on, axes, x, out
        self.filters, self.bias = tensors["weight"], tensors.get("bias")
        self.high, self.wide = (-(-axis.out // OUT) for axis in axes)
        a, _, b = _matrices()
        self.a, self.b = on.xp.asarray(a, dtype=on.dtype), on.xp.asarray(b, dtype=on.dtype)
        self.places = out.reshape(-1, out.shape[-1])

    def run(self) -> None:
        """Few filters: each worker takes some rows of tiles all the way, in its own cache. Many: all share the products."""
        on, channels, depth = self.on, self.x.shape[-1], self.out.shape[-1]
        count = self.x.shape[0] * self.high
        if self.filters.size <= FEW and self.filters.shape[1] == 1:
            step = min(max(on.places // SHARE // self.wide, 1), -(-count // on.workers))
            on.each(count, step, lambda first, last: self._rows(first, last, _alone))
            return
        step = max(BLOCKS * on.block // (TILE * TILE * self.wide * max(channels, depth)), 1)
        for first in range(0, count, step):
            self._rows(first, min(first + step, count), on.each)

    def _rows(self, first: int, last: int, each: Callable[[int, int, Work], None]) -> None:
        """Rows [first, last) of tiles: in, through the filters, out."""
        on, tiles, serial = self.on, (last - first) * self.wide, each is _alone
        read = on.scratch("winograd tiles", (TILE * TILE, tiles, self.x.shape[-1]))
        made = on.scratch("winograd products", (TILE * TILE, tiles, self.out.shape[-1]))
        share = last - first if serial else max(-(-(last - first) // (2 * on.workers)), 1)
        each(last - first, share, lambda low, high: self._in(read, first, low, high))
        products = TILE * TILE if serial else 3
        parts = on.xp.swapaxes(made.reshape(*made.shape[:2], *self.filters.shape[1::2]), 1, 2)  # 36 x parts x tiles x filters
        each(TILE * TILE, products, lambda low, high: on.matmul(read[low:high, None], self.filters[low:high], parts[low:high]))
        each(last - first, share, lambda low, high: self._back(made, first, low, high))

    def _in(self, read: Array, first: int, low: int, high: int) -> None:
        """The cells of some rows of tiles, transformed along both axes."""
        on, wide, channels = self.on, self.wide, self.x.shape[-1]
        count = (high - low) * wide
        cells = on.scratch("winograd cells", (TILE, TILE, high - low, wide, channels))
        for image, start, stop in self._images(first + low, first + high):
            done = image * self.high - first - low
            self._gather(cells[:, :, done + start : done + stop], image, start, stop)
        half = on.scratch("winograd half", (TILE, TILE * count * channels))
        on.xp.matmul(self.b, cells.reshape(TILE, -1), out=half)
        target = read.reshape(TILE, TILE, -1)[:, :, low * wide * channels : high * wide * channels]
        on.xp.matmul(self.b, half.reshape(TILE, TILE, -1), out=target)

    def _images(self, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        """The images that these rows of tiles lie in, and which of each image's rows they are."""
        while first < last:
            image, start = divmod(first, self.high)
            stop = min(start + last - first, self.high)
            yield image, start, stop
            first += stop - start

    def _gather(self, cells: Array, image: int, start: int, stop: int) -> None:
        """Rows [start, stop) of an image's tiles, 6 x 6 x rows x tiles x channels; zeros outside the image."""
        on, (rows, columns), x = self.on, self.axes, self.x[image]
        top, count = start * OUT - rows.before, (stop - start) * OUT + 2
        strip = on.scratch("strip", (count, self.wide * OUT + 2, x.shape[-1]))
        low = min(max(top, 0), rows.size)
        high = max(min(top + count, rows.size), low)
        left, right = columns.before, min(columns.before + columns.size, strip.shape[1])
        for outside in (strip[: low - top], strip[max(high - top, 0) :], strip[:, :left], strip[:, right:]):
            if outside.size:
                outside[...] = 0
        strip[low - top : high - top, left:right] = x[low:high, : right - left]
        a_row, a_cell, a_value = strip.strides
        shape = (TILE, TILE, stop - start, self.wide, x.shape[-1])
        on.xp.copyto(cells, on.strided(strip, shape, (a_row, a_cell, OUT * a_row, OUT * a_cell, a_value)))

    def _back(self, made: Array, first: int, low: int, high: int) -> None:
        """The products of some rows of tiles as outputs; then the bias, and what follows the layer."""
        on, wide, depth = self.on, self.wide, self.out.shape[-1]
        part = made.reshape(TILE, TILE, -1)[:, :, low * wide * depth : high * wide * depth]
        half = on.scratch("winograd half", (TILE, OUT, (high - low) * wide * depth))
        on.xp.matmul(self.a, part, out=half)
        whole = on.scratch("winograd cells", (OUT, OUT * (high - low) * wide * depth))
        on.xp.matmul(self.a, half.reshape(TILE, -1), out=whole)
        tiles = whole.reshape(OUT, OUT, high - low, wide, depth)
        for image, start, stop in self._images(first + low, first + high):
            done = image * self.high - first - low
            self._write(tiles[:, :, done + start : done + stop], image, start, stop)

    def _write(self, tiles: Array, image: int, start: int, stop: int) -> None:
        """Tiles to the rows of an image, those at its edges in part."""
        rows, columns = self.axes
        bottom = min(stop * OUT, rows.out)
        whole = columns.out // OUT
        for row in range(start, stop):
            top = row * OUT
            high = min(OUT, rows.out - top)
            line = self.out[image, top : top + high]
            turned = self.on.xp.swapaxes(tiles[:high, :, row - start], 1, 2)  # rows x tiles x columns x filters
            line[:, : whole * OUT].reshape(high, whole, OUT, -1)[...] = turned[:, :whole]
            if columns.out > whole * OUT:
                line[:, whole * OUT :] = turned[:, whole, : columns.out - whole * OUT]
        first, last = ((image * rows.out + row) * columns.out for row in (start * OUT, bottom))
        if self.bias is not None:
            self.places[first:last] += self.bias
        self.on.finish(first, last)


def _alone(count: int, step: int, work: Work) -> None:
    """As `Machine.each`, by the worker that calls it, in one piece."""
    work(0, count)


def forward(on: Machine, tensors: Tensors, axes: tuple[Axis, ...], x: Array, out: Array) -> None:
    _Image(on, tensors, axes, x, out).run()
