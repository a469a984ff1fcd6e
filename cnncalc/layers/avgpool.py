from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.layer_base import Axis, Kept, Layer, Operations, Shape, option
from cnncalc.layers._window import pool_axes


@dataclass(frozen=True, eq=False)
class AvgPool(Layer):
    """Average pooling: the mean of each window, in each channel apart. No parameters.

        - avgpool: 2
        - avgpool: {kernel: 3, stride: 1, padding: 1}

    `count_padding: false` divides by the cells of the input alone. Source: PyTorch's AvgPool2d.
    """

    kernel: Any = option("sizes", symbol="F", doc="size of the window")
    stride: Any = option("sizes", symbol="S", doc="step of the window")
    padding: Any = option("padding", 0, symbol="P", doc="cells added before and after")
    count_padding: bool = option("flag", True, doc="whether padding counts in the mean")
    rounding: str = option("rounding", "strict", doc="what happens where the window does not fit")

    kind = "avgpool"
    stem = "pool"
    main = ("kernel", "stride")
    reach = "window"

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        return pool_axes(self, inputs[0])

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"add": output.elements * (prod(self.kernel) - 1), "div": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))
