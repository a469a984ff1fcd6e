"""Depthwise convolution without the detour of matrices: sums of products over the taps, a block of rows at a time."""

from __future__ import annotations

from math import prod

from cnncalc.layer_base import Array, Axis, Machine, Tensors
from cnncalc.layers._strips import blocks_of_rows, strip, windows


def forward(on: Machine, tensors: Tensors, axes: tuple[Axis, ...], x: Array, out: Array, mode: str) -> None:
    """Each channel with its own filters: output channel k reads input channel k // (filters a channel)."""
    job = _Depthwise(on, tensors, axes, x, out, mode)
    most = max(4 * on.block // (job.a_row * out.shape[-1]), 1)
    blocks_of_rows(on, out.shape[0], out.shape[1], most, job.rows)


class _Depthwise:
    def __init__(self, on: Machine, tensors: Tensors, axes: tuple[Axis, ...], x: Array, out: Array, mode: str) -> None:
        self.on, self.axes, self.x, self.out, self.mode = on, axes, x, out, mode
        self.bias = tensors.get("bias")
        self.a_row, self.places = prod(out.shape[2:-1]), out.reshape(-1, out.shape[-1])
        self.each = out.shape[-1] // x.shape[-1]
        self.kernel = tuple(axis.kernel for axis in axes)
        self.cells = prod(self.kernel)
        self.lined = self.each == 1 and axes[-1].stride == 1 and len(axes) > 1  # a row lies in one piece
        self.taps, self.sums = self._taps(tensors["weight"])

    def _taps(self, weight: Array) -> tuple[Array, str]:
        """The weights by tap and channel, and which sums of products are taken, as `einsum` is told them.

        Where rows lie in one piece the weights are repeated along a row: long runs are fast.
        """
        taps, places = "abc"[: len(self.kernel)], "nxyz"[: 1 + len(self.kernel)]
        if self.lined:
            repeated = self.on.scratch("repeated weights", (*self.kernel, self.out.shape[-2], self.x.shape[-1]))
            repeated[...] = weight.reshape(*self.kernel, 1, -1)
            return repeated.reshape(*self.kernel, -1), f"{taps}{places[:-1]}v,{taps}v->{places[:-1]}v"
        if self.each == 1:
            return weight.reshape(*self.kernel, -1), f"{taps}{places}v,{taps}v->{places}v"
        return weight.reshape(*self.kernel, -1, self.each), f"{taps}{places}v,{taps}ve->{places}ve"

    def rows(self, images: slice, rows: slice) -> None:
        """Some output rows: for each place and channel, the sum over the taps."""
        on, rank, high = self.on, len(self.kernel), self.out.shape[1]
        first, last = (images.start * high + rows.start) * self.a_row, ((images.stop - 1) * high + rows.stop) * self.a_row
        cells = strip(on, self.x, self.axes, images, rows, self.mode)
        read = windows(on, cells, self.axes, rows.stop - rows.start)  # images x places x taps x channels
        read = read.transpose(*range(1 + rank, 1 + 2 * rank), *range(1 + rank), 1 + 2 * rank)
        if self.lined:
            read = read.reshape(*read.shape[:-2], -1)
        total = self.places[first:last]
        shape = [read.shape[self.sums.index(axis)] for axis in self.sums.partition("->")[2] if axis != "e"]
        on.sums(self.sums, read, self.taps, total.reshape(*shape, *((self.each,) if self.each > 1 else ())))
        on.count(total.size * self.cells)
        if self.bias is not None:
            total += self.bias
        on.finish(first, last)
