"""Depthwise convolution without the detour of matrices: tap by tap, a block of rows at a time, in the cache."""

from __future__ import annotations

from itertools import product
from math import prod

from cnncalc.layer_base import Array, Axis, Machine, Tensors
from cnncalc.layers._strips import blocks_of_rows, strip

#: Values of one block: what a core's own cache holds of input, product and sum.
_MOST = 1 << 16


def forward(on: Machine, tensors: Tensors, axes: tuple[Axis, ...], x: Array, out: Array, mode: str) -> None:
    """Each channel with its own filters: output channel k reads input channel k // (filters a channel)."""
    job = _Depthwise(on, tensors, axes, x, out, mode)
    most = max(_MOST // max(job.a_row * out.shape[-1], 1), 1)
    blocks_of_rows(on, out.shape[0], out.shape[1], most, job.rows)


class _Depthwise:
    def __init__(self, on: Machine, tensors: Tensors, axes: tuple[Axis, ...], x: Array, out: Array, mode: str) -> None:
        self.on, self.axes, self.x, self.out, self.mode = on, axes, x, out, mode
        self.bias = tensors.get("bias")
        self.a_row, self.places = prod(out.shape[2:-1]), out.reshape(-1, out.shape[-1])
        self.each = out.shape[-1] // x.shape[-1]
        self.cells = list(product(*[range(axis.kernel) for axis in axes]))
        self.lined = self.each == 1 and axes[-1].stride == 1 and len(axes) > 1  # a row lies in one piece
        self.taps = self._taps(tensors["weight"])

    def _taps(self, weight: Array) -> Array:
        """Each tap's weights, as often as a row has places where rows are worked on whole: long runs are fast."""
        if self.lined:
            return self.on.xp.tile(weight, (1, self.out.shape[-2]))
        return weight if self.each == 1 else weight.reshape(len(self.cells), self.x.shape[-1], self.each)

    def rows(self, images: slice, rows: slice) -> None:
        """Some output rows: every tap's product added up."""
        on, high = self.on, self.out.shape[1]
        first, last = (images.start * high + rows.start) * self.a_row, ((images.stop - 1) * high + rows.stop) * self.a_row
        read = strip(on, self.x, self.axes, images, rows, self.mode)
        total = self.places[first:last]
        shape = (images.stop - images.start, rows.stop - rows.start, *self.out.shape[2:-1])
        part, sums = (array.reshape(self._as_worked(shape)) for array in (on.scratch("product", total.shape), total))
        for index, cell in enumerate(self.cells):
            seen = self._seen(read, cell, shape)
            on.xp.multiply(seen, self.taps[index], out=part if index else sums)
            if index:
                sums += part
        on.count(total.size * len(self.cells))
        if self.bias is not None:
            total += self.bias
        on.finish(first, last)

    def _as_worked(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        channels = self.x.shape[-1]
        if self.lined:
            return (*shape[:-1], shape[-1] * channels)
        return (*shape, channels) if self.each == 1 else (*shape, channels, self.each)

    def _seen(self, read: Array, cell: tuple[int, ...], shape: tuple[int, ...]) -> Array:
        """What one tap of all windows reads."""
        spans = [
            slice(at * axis.dilation, at * axis.dilation + (count - 1) * axis.stride + 1, axis.stride)
            for at, axis, count in zip(cell, self.axes, shape[1:], strict=True)
        ]
        seen = read[(slice(None), *spans)]
        if self.lined:
            return seen.reshape(self._as_worked(shape))
        return seen if self.each == 1 else seen[..., None]
