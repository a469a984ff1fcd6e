from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cnncalc.layer_base import Array, Gradients, Layer, LayerError, Machine, Shape, Tensors, option
from cnncalc.tensor import volume


@dataclass(frozen=True, eq=False)
class Reshape(Layer):
    """The same values as a volume of another shape; a view, nothing is copied. No parameters.

        - reshape: 4x4x512

    The values are taken channel by channel, each row by row, as `flatten` lays them down. Source: PyTorch's reshape.
    """

    output: Any = option("volume", doc="the new volume, height x width x channels")

    kind = "reshape"
    main = ("output",)
    counted = False
    view = True
    reach = "unknown"

    def output_shape(self, *inputs: Shape) -> Shape:
        (x,) = inputs
        found = volume(self.output)
        if found.elements != x.elements:
            arriving = f"{x} with {x.elements:,} arrives" if x.spatial else f"a vector of {x.channels:,} arrives"
            raise LayerError("H305", "output", f"{found} has {found.elements:,} values, but {arriving}")
        return found

    def moves(self, *inputs: Shape, apart: bool = False) -> bool:
        from cnncalc.layers._order import order_differs

        return apart or order_differs(inputs[0], volume(self.output))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        first = on.xp.moveaxis(out, -1, 1)
        first[...] = on.xp.moveaxis(inputs[0], -1, 1).reshape(first.shape)

    def view_of(self, x: Array, *inputs: Shape) -> Array:
        found = volume(self.output)
        return x.reshape(len(x), *found.spatial, found.channels)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        (x,), xp = inputs, on.xp
        first = xp.moveaxis(upstream, -1, 1).reshape(xp.moveaxis(x, -1, 1).shape)
        return (xp.ascontiguousarray(xp.moveaxis(first, 1, -1)),), {}
