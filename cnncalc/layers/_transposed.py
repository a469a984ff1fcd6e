"""Transposed convolution on arrays: each cell of a block of rows times all filters, added to the output tap by tap.

Blocks that write to the same rows are done one after the other: first every second block, then those between.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from cnncalc.layer_base import Array, Axis, Machine
from cnncalc.layers._taps import taps, writing


def arranged(on: Machine, weight: Array, groups: int) -> Array:
    """The filters as a matrix a group: groups x channels a group x (the window, then its filters)."""
    channels, filters, *kernel = weight.shape
    apart = weight.reshape(groups, channels // groups, filters, prod(kernel)).swapaxes(2, 3)
    return on.xp.ascontiguousarray(apart).reshape(groups, channels // groups, -1)


def transpose(on: Machine, x: Array, out: Array, weight: Array, bias: Array | None, axes: Sequence[Axis]) -> None:
    places = out.reshape(-1, out.shape[-1])

    def start(first: int, last: int) -> None:
        places[first:last] = 0 if bias is None else bias

    on.each(len(places), max(on.block // out.shape[-1], 1), start)
    batch, rows = x.shape[:2]
    axis = axes[0]
    overlap = (axis.kernel - 1) * axis.dilation + 1 - axis.stride
    a_row = prod(x.shape[2:-1]) * weight.shape[0] * weight.shape[2]
    block = min(max(on.block // a_row, -(-overlap // axis.stride), 1), rows)
    if block == rows:
        step = max(on.block // (a_row * rows), 1)
        on.each(batch, step, lambda first, last: _add(on, x, out, weight, axes, slice(first, last), slice(0, rows)))
        return
    parts, turns = -(-rows // block), 2 if overlap > 0 else 1
    for turn in range(turns):
        some = range(turn, parts, turns)

        def work(first: int, last: int, some: range = some) -> None:
            for index in range(first, last):
                image, number = divmod(index, len(some))
                row = some[number] * block
                _add(on, x, out, weight, axes, slice(image, image + 1), slice(row, min(row + block, rows)))

        on.each(batch * len(some), 1, work)


def _add(on: Machine, x: Array, out: Array, weight: Array, axes: Sequence[Axis], images: slice, rows: slice) -> None:
    """What these rows of these images give to the output."""
    source = x[images, rows]
    products = _products(on, source, weight, prod(axis.kernel for axis in axes))
    target = out[images].reshape(source.shape[0], *out.shape[1:-1], *products.shape[-2:])
    first, *others = writing(axes)
    first = first._replace(out=rows.stop - rows.start, before=first.before - rows.start * first.stride)
    for tap in taps([first, *others]):
        target[tap.cells] += products[(*tap.windows, tap.number)]


def _products(on: Machine, source: Array, weight: Array, cells: int) -> Array:
    """Images x rows x other axes x the window x groups x filters a group."""
    groups, channels, values = weight.shape
    filters, places = values // cells, prod(source.shape[:-1])
    if channels == 1:  # depthwise: products of single numbers
        made = on.scratch("columns", (places, cells, groups, filters))
        lines = weight.reshape(groups, cells, filters).swapaxes(0, 1)
        on.xp.multiply(source.reshape(places, 1, groups, 1), lines, out=made)
        on.count(made.size)
    else:
        columns = on.scratch("columns", (groups, places, values))
        on.matmul(source.reshape(places, groups, channels).swapaxes(0, 1), weight, columns)
        made = on.xp.moveaxis(columns.reshape(groups, places, cells, filters), 0, 2)
    return made.reshape(*source.shape[:-1], cells, groups, filters)
