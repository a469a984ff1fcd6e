from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.layer_base import Axis, Kept, Layer, Operations, Shape, option
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

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        return window_axes(inputs[0], self.kernel, self.stride, self.padding, self.dilation, self.rounding, self.kind)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": output.elements * (prod(self.kernel) - 1)}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), indices=output.elements)
