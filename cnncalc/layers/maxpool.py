from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.layer_base import Array, Axis, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors, option
from cnncalc.layers._window import window_axes


@dataclass(frozen=True, eq=False)
class MaxPool(Layer):
    """Max pooling: the largest value of each window, in each channel apart. No parameters.

        - maxpool: 2                        # kernel 2, stride 2
        - maxpool: {kernel: 3, stride: 2}   # overlapping by 1

    Padding cells never win. Source: CS231n, Pooling layer; PyTorch's MaxPool2d.
    """

    kernel: Any = option("sizes", symbol="F", doc="size of the window")
    stride: Any = option("sizes", symbol="S", doc="step of the window")
    padding: Any = option("padding", 0, symbol="P", doc="cells added before and after")
    dilation: Any = option("sizes", 1, symbol="d", doc="distance of the window's cells")
    rounding: str = option("rounding", "strict", doc="what happens where the window does not fit")

    kind = "maxpool"
    stem = "pool"
    main = ("kernel", "stride")
    reach = "window"
    finishes = True

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        return window_axes(inputs[0], self.kernel, self.stride, self.padding, self.dilation, self.rounding, self.kind)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": output.elements * (prod(self.kernel) - 1)}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), indices=output.elements)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._pooling import plan_of, pool
        from cnncalc.layers._taps import shape_of

        (x,) = inputs
        pool(on, x, out, plan_of(self.axes(shape_of(x))), on.xp.maximum, float("-inf"))

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._pooling import to_largest
        from cnncalc.layers._taps import shape_of

        (x,) = inputs
        return (to_largest(on, self.axes(shape_of(x)), x, output, upstream),), {}
