from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Layer, Machine, Shape, Tensors


@dataclass(frozen=True, eq=False)
class Flatten(Layer):
    """Flatten: a volume as one vector; a view, nothing is copied. No parameters.

        - flatten

    The values come channel by channel, each row by row, as PyTorch orders them.
    """

    kind = "flatten"
    counted = False
    view = True

    def output_shape(self, *inputs: Shape) -> Shape:
        return Shape(inputs[0].elements)

    def moves(self, *inputs: Shape, apart: bool = False) -> bool:
        from cnncalc.layers._order import order_differs

        return apart or order_differs(inputs[0], self.output_shape(*inputs))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        (x,), xp = inputs, on.xp
        first = xp.moveaxis(x, -1, 1)
        out.reshape(first.shape)[...] = first

    def view_of(self, x: Array, *inputs: Shape) -> Array:
        return x.reshape(len(x), -1)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        (x,), xp = inputs, on.xp
        first = xp.moveaxis(x, -1, 1).shape
        return (xp.ascontiguousarray(xp.moveaxis(upstream.reshape(first), 1, -1)),), {}
