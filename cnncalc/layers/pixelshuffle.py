from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.layer_base import Array, Axis, Gradients, Layer, LayerError, Machine, Shape, Tensors, option
from cnncalc.layers._resample import repeated


@dataclass(frozen=True, eq=False)
class PixelShuffle(Layer):
    """Pixel shuffle: r*r channels become one channel of r times the height and width. No parameters.

        - pixelshuffle: 2

    A volume HxWx(r*r*C) becomes rH x rW x C. Source: Shi et al. 2016; PyTorch's PixelShuffle.
    """

    factor: int = option("count", symbol="R", doc="how many times higher and wider")

    kind = "pixelshuffle"
    main = ("factor",)
    reach = "window"

    def output_channels(self, *inputs: Shape) -> int:
        (x,) = inputs
        cells: Any = prod([self.factor] * len(x.spatial))
        if x.channels % cells:
            grid = "x".join([str(self.factor)] * len(x.spatial))
            raise LayerError(
                "H304", "factor", f"{x.channels} channels cannot be laid out on {grid} cells", f"{cells} must divide them"
            )
        channels: int = x.channels // cells
        return channels

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        return repeated(inputs[0], (self.factor,) * len(inputs[0].spatial), self.kind, "factor")

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        (x,) = inputs
        rank = x.ndim - 2
        apart = x.reshape(*x.shape[:-1], -1, *[self.factor] * rank)
        laid = apart.transpose(0, *[axis for i in range(1, rank + 1) for axis in (i, rank + 1 + i)], rank + 1)
        out.reshape(laid.shape)[...] = laid

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        (x,) = inputs
        rank = x.ndim - 2
        sizes = [size for n in x.shape[1:-1] for size in (n, self.factor)]
        laid = upstream.reshape(len(x), *sizes, upstream.shape[-1])
        return (laid.transpose(0, *range(1, 2 * rank, 2), 2 * rank + 1, *range(2, 2 * rank + 1, 2)).reshape(x.shape),), {}
