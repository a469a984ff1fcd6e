"""Windows on arrays: the rows that a block of output rows reads, padding included, and a view of all windows on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cnncalc.layer_base import Array, Axis, Machine
from cnncalc.layers._padding import origin


def strip(on: Machine, x: Array, axes: Sequence[Axis], images: slice, rows: slice, mode: str = "zero") -> Array:
    """The padded cells that the windows of these output rows (along the first axis) of these images read: images x rows x
    other spatial axes x channels. Where nothing is padded it is a view of the input, else scratch memory."""
    sizes = [_reach(axis, 0, axis.out) for axis in axes]
    sizes[0] = _reach(axes[0], rows.start, rows.stop)
    inside = all(first >= 0 and last <= axis.size for (first, last), axis in zip(sizes, axes, strict=True))
    source = x[images]
    if inside:
        return source[(slice(None), *[slice(first, last) for first, last in sizes])]
    made = on.scratch("strip", (source.shape[0], *[last - first for first, last in sizes], x.shape[-1]))
    if mode != "zero":
        _mirror(on, made, source, axes, sizes, mode)
        return made
    read: list[slice] = [slice(None)]
    written: list[slice] = [slice(None)]
    for (first, last), axis in zip(sizes, axes, strict=True):
        low, high = min(max(first, 0), axis.size), max(min(last, axis.size), 0)
        low, high = (low, high) if low < high else (0, 0)
        place = slice(low - first, high - first) if low < high else slice(0, 0)
        made[(*written, slice(0, place.start))] = 0
        made[(*written, slice(place.stop, None))] = 0
        read.append(slice(low, high))
        written.append(place)
    made[tuple(written)] = source[tuple(read)]
    return made


def _reach(axis: Axis, first: int, last: int) -> tuple[int, int]:
    """The cells, the input's first being 0, that the windows [first, last) span."""
    span = (axis.kernel - 1) * axis.dilation + 1
    return first * axis.stride - axis.before, (last - 1) * axis.stride + span - axis.before


def _mirror(on: Machine, made: Array, source: Array, axes: Sequence[Axis], sizes: Sequence[tuple[int, int]], mode: str) -> None:
    """Padding that repeats the edge or mirrors the cells beside it; zeros behind the padding."""
    origins = [[_origin(cell, axis, mode) for cell in range(*size)] for axis, size in zip(axes, sizes, strict=True)]
    for position, cells in enumerate(origins, 1):
        source = on.xp.take(source, on.xp.asarray([cell or 0 for cell in cells]), axis=position)
    made[...] = source
    for position, cells in enumerate(origins, 1):
        for cell, stands_for in enumerate(cells):
            if stands_for is None:
                made[(slice(None),) * position + (cell,)] = 0


def _origin(cell: int, axis: Axis, mode: str) -> int | None:
    """The cell that stands for one of the padding; None behind the padding."""
    return origin(cell, axis.size, mode) if -axis.before <= cell < axis.size + axis.after else None


def windows(on: Machine, cells: Array, axes: Sequence[Axis], rows: int) -> Array:
    """A view of all windows on a strip: images x rows x other places x kernel x channels; nothing is copied."""
    image, *steps, channel = cells.strides
    places = (rows, *[axis.out for axis in axes[1:]])
    moved = [step * axis.stride for step, axis in zip(steps, axes, strict=True)]
    taps = [step * axis.dilation for step, axis in zip(steps, axes, strict=True)]
    shape = (cells.shape[0], *places, *[axis.kernel for axis in axes], cells.shape[-1])
    for count, axis, size in zip(places, axes, cells.shape[1:], strict=False):
        if (count - 1) * axis.stride + (axis.kernel - 1) * axis.dilation >= size:
            raise ValueError(f"{count} windows of {axis.kernel} reach beyond {size} cells")
    return on.strided(cells, shape, (image, *moved, *taps, channel))


def even(on: Machine, count: int, most: int) -> int:
    """A size of blocks, at most `most`, of which each worker gets equally many."""
    blocks = -(-count // max(most, 1))
    return -(-count // (-(-blocks // on.workers) * on.workers))


def blocks_of_rows(on: Machine, batch: int, rows: int, most: int, work: Any) -> None:
    """`work(images, rows)`, slices of both, over all output rows of a batch: whole images where several fit `most` rows."""
    step = even(on, batch * rows, most)
    if step >= rows:
        on.each(batch, step // rows, lambda first, last: work(slice(first, last), slice(0, rows)))
        return
    parts = -(-rows // step)
    step = -(-rows // parts)
    parts = -(-rows // step)

    def part(first: int, last: int) -> None:
        for index in range(first, last):
            image, turn = divmod(index, parts)
            work(slice(image, image + 1), slice(turn * step, min((turn + 1) * step, rows)))

    on.each(batch * parts, 1, part)
