from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.layer_base import Axis, Kept, Layer, Operations, Shape, option
from cnncalc.layers._window import pool_axes


@dataclass(frozen=True, eq=False)
class LpPool(Layer):
    """Power-average pooling: (sum of |x|^p)^(1/p) over each window, in each channel apart. No parameters.

        - lppool: 2
        - lppool: {kernel: 3, stride: 2, power: 2}

    With p = 1 it is a sum, and the larger p, the nearer to the maximum. A power is counted as one exponential. PyTorch makes it
    of an average pool and keeps the steps between. Source: Sermanet, Chintala & LeCun 2012; PyTorch's LPPool2d.
    """

    kernel: Any = option("sizes", symbol="F", doc="size of the window")
    stride: Any = option("sizes", symbol="S", doc="step of the window")
    padding: Any = option("padding", 0, symbol="P", doc="cells added before and after")
    power: float = option("number", 2.0, minimum=1, doc="the exponent p")
    rounding: str = option("rounding", "strict", doc="what happens where the window does not fit")

    kind = "lppool"
    stem = "pool"
    main = ("kernel", "stride")
    reach = "window"

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        return pool_axes(self, inputs[0])

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        window = prod(self.kernel)
        return {"exp": output.elements * (window + 1), "add": output.elements * (window - 1)}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), values=inputs[0].elements + 4 * output.elements)
