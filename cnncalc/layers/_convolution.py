"""Convolution as matrix products: the windows of a block of output rows as a matrix (im2col), times the filters.

The block is small enough to stay in the cache; a 1x1 window is not copied at all. Source: Chellapilla et al. 2006.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

from cnncalc.layer_base import Array, Axis, Machine, Shape, Tensors
from cnncalc.layers import _depthwise, _winograd
from cnncalc.layers._strips import blocks_of_rows, even, strip, windows
from cnncalc.layers._taps import shape_of

if TYPE_CHECKING:
    from cnncalc.layers.conv import Conv

#: Blocks that the windows of one matrix product take: they may lie in the cache that all share.
BLOCKS = 64
#: Values that lie together from which on they are worth copying as they lie.
_RUN = 16
#: Multiply-adds that are done sooner than a second worker has begun.
_SMALL = 1 << 22
#: Places up to which the workers share the filters in place of the places, and the least of filters for each.
FEW, _LEAST = 400, 32


def method(layer: Conv, on: Machine, x: Shape) -> str:
    """How a convolution is done on such an input: by "connections", "depthwise", "winograd" or "product"."""
    if layer.connections is not None:
        return "connections"
    if layer.group_count(x.channels) == x.channels > 1:
        return "depthwise"
    return "winograd" if _winograd.pays(layer, on, x) else "product"


def prepare(layer: Conv, on: Machine, tensors: Tensors, x: Shape) -> dict[str, Array]:
    """The filters as a matrix a group: groups x (window, then its depth) x filters. In memory a 1x1 filter's values lie apart,
    a larger one's together: BLAS is faster so."""
    made = dict(tensors)
    weight = tensors["weight"]
    if layer.form == "convolution":
        weight = weight[(..., *[slice(None, None, -1)] * len(layer.kernel))]
    how = method(layer, on, x)
    if how == "winograd":
        made["weight"] = _winograd.filters(on, weight, layer.axes(x))
    elif how == "depthwise":
        made["weight"] = on.xp.ascontiguousarray(weight.reshape(layer.filters, -1).T)
    else:
        groups = 1 if how == "connections" else layer.group_count(x.channels)
        turned = on.xp.moveaxis(weight, 1, -1) if how == "product" else weight
        matrix = on.xp.ascontiguousarray(turned).reshape(groups, weight.shape[0] // groups, -1).swapaxes(1, 2)
        made["weight"] = on.xp.ascontiguousarray(matrix) if prod(layer.kernel) == 1 else matrix
    return made


@lru_cache(maxsize=4_096)
def _axes(layer: Conv, channels: int, spatial: tuple[int, ...]) -> tuple[Axis, ...]:
    """What small layers would spend most of their time on."""
    return layer.axes(Shape(channels, spatial))


def forward(layer: Conv, on: Machine, tensors: Tensors, x: Array, out: Array) -> None:
    shape = shape_of(x)
    axes = _axes(layer, *shape)
    how = method(layer, on, shape)
    if how == "winograd":
        _winograd.forward(on, tensors, axes, x, out)
    elif how == "depthwise":
        _depthwise.forward(on, tensors, axes, x, out, layer.padding_mode)
    else:
        product = _by_connections if how == "connections" else _by_groups if tensors["weight"].shape[0] > 1 else _whole
        _Products(layer, on, tensors, axes, x, out, product).run()


class _Products:
    """One convolution: its blocks of output rows one after the other."""

    def __init__(self, layer: Conv, on: Machine, tensors: Tensors, axes: tuple[Axis, ...], x: Array, out: Array, product: Any):
        self.layer, self.on, self.axes, self.x, self.out, self.product = layer, on, axes, x, out, product
        self.weight, self.bias = tensors["weight"], tensors.get("bias")
        self.places = out.reshape(-1, out.shape[-1])
        self.a_row = prod(out.shape[2:-1])
        self.plain = all(axis.kernel == axis.stride == 1 and not (axis.before or axis.after) for axis in axes)

    def run(self) -> None:
        x, out = self.x, self.out
        plain = self.plain and self.product is _whole and _flat(x)
        count, filters = self.places.shape
        if count <= FEW and self.product is _whole and filters >= _LEAST:
            self._by_filters(x.reshape(-1, x.shape[-1]) if plain else None)
            return
        if plain:
            rows = x.reshape(-1, x.shape[-1])
            alone = self.places.size * x.shape[-1] < _SMALL
            step = count if alone else even(self.on, count, self.on.places)
            self.on.each(count, step, lambda first, last: self._block(rows[first:last], first, last))
            return
        on, values = self.on, prod(axis.kernel for axis in self.axes) * x.shape[-1]
        places = min(max(on.places, 2 * on.block // values), BLOCKS * on.block // values)
        most = max(places // self.a_row, 1)
        blocks_of_rows(self.on, out.shape[0], out.shape[1], most, self._rows)

    def _by_filters(self, columns: Array | None) -> None:
        """Few places and many filters: the workers share the filters, so that each is read once."""
        on, (count, filters) = self.on, self.places.shape
        if columns is None:
            values = self.weight.shape[1]
            made = columns = on.scratch("columns", (count, values))

            def gather(images: slice, rows: slice) -> None:
                read, first, last = self._read(images, rows)
                on.xp.copyto(made[first:last].reshape(read.shape), read)

            if count * values < _SMALL // 4:
                gather(slice(0, self.out.shape[0]), slice(0, self.out.shape[1]))
            else:
                blocks_of_rows(on, self.out.shape[0], self.out.shape[1], self.out.shape[1], gather)
        read = columns
        weight, places = self.weight[0], self.places

        def work(first: int, last: int) -> None:
            on.matmul(read, weight[:, first:last], places[:, first:last])

        on.each(filters, filters if count * weight.size < _SMALL else -(-filters // on.workers), work)
        on.each(count, count if places.size < on.block else -(-count // on.workers), self._written)

    def _rows(self, images: slice, rows: slice) -> None:
        self._block(*self._read(images, rows))

    def _read(self, images: slice, rows: slice) -> tuple[Array, int, int]:
        """The windows of some output rows, and which places they are."""
        cells = strip(self.on, self.x, self.axes, images, rows, self.layer.padding_mode)
        read = windows(self.on, cells, self.axes, rows.stop - rows.start)
        first = (images.start * self.out.shape[1] + rows.start) * self.a_row
        last = ((images.stop - 1) * self.out.shape[1] + rows.stop) * self.a_row
        return read, first, last

    def _block(self, read: Array, first: int, last: int) -> None:
        self.product(self, read, self.places[first:last])
        self._written(first, last)

    def _written(self, first: int, last: int) -> None:
        """The sums of some places are there: the bias, and what follows the layer."""
        if self.bias is not None:
            self.places[first:last] += self.bias
        self.on.finish(first, last)


def _flat(x: Array) -> bool:
    """Whether all places lie one stride apart, so that they are the rows of a matrix as they are."""
    return all(x.strides[i] == x.strides[i + 1] * x.shape[i + 1] for i in range(x.ndim - 2)) and x.strides[-1] == x.itemsize


def _whole(job: _Products, read: Array, block: Array) -> None:
    if read.ndim > 2:
        read = _columns(job, read, block.shape[0])
    job.on.matmul(read, job.weight[0], block)


def _columns(job: _Products, read: Array, places: int) -> Array:
    """A window's values as a row of a matrix; cell by cell where few lie together, as runs along the places are longer."""
    on, rank = job.on, len(job.axes)
    values = read.shape[-1] * prod(axis.kernel for axis in job.axes)
    if read.shape[-1] * job.axes[-1].kernel >= _RUN:
        columns = on.scratch("columns", (places, values))
        on.xp.copyto(columns.reshape(read.shape), read)
        return columns
    columns = on.scratch("columns", (values, places))
    turned = read.transpose(*range(1 + rank, 2 + 2 * rank), *range(1 + rank))
    on.xp.copyto(columns.reshape(turned.shape), turned)
    return columns.T


def _by_groups(job: _Products, read: Array, block: Array) -> None:
    """A product a group, whose channels lie together."""
    groups, values, filters = job.weight.shape
    columns = job.on.scratch("columns", (groups, block.shape[0], values))
    depth = read.shape[-1] // groups
    apart = read.reshape(*read.shape[:-1], groups, depth) if read.flags.c_contiguous else _split(job.on, read, groups)
    job.on.xp.copyto(columns.reshape(groups, *read.shape[:-1], depth), job.on.xp.moveaxis(apart, -2, 0))
    target = job.on.xp.moveaxis(block.reshape(-1, groups, filters), 1, 0)
    job.on.matmul(columns, job.weight, target)


def _split(on: Machine, read: Array, groups: int) -> Array:
    """The channels of a view as groups x depth, without a copy."""
    depth, step = read.shape[-1] // groups, read.strides[-1]
    return on.strided(read, (*read.shape[:-1], groups, depth), (*read.strides[:-1], depth * step, step))


def _by_connections(job: _Products, read: Array, block: Array) -> None:
    """Each filter on the channels that it reads."""
    taps = prod(axis.kernel for axis in job.axes)
    weight = job.weight[0].T.reshape(-1, taps)
    start = 0
    for index, channels in enumerate(job.layer.connections or ()):
        columns = job.on.scratch("columns", (block.shape[0], taps * len(channels)))
        job.on.xp.copyto(columns.reshape(*read.shape[:-1], len(channels)), read[..., list(channels)])
        filter = weight[start : start + len(channels)].T.reshape(-1, 1)
        made = job.on.scratch("one filter", (block.shape[0], 1))
        job.on.matmul(columns, filter, made)
        block[:, index] = made[:, 0]
        start += len(channels)
