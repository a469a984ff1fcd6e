from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.layer_base import Array, Axis, Gradients, Kept, Layer, Machine, Operations, Parameters, Shape, Tensors, option
from cnncalc.layers._window import pool_axes


@dataclass(frozen=True, eq=False)
class Subsample(Layer):
    """LeNet-5's trainable subsampling: the sum of each window, times a learned coefficient, plus a learned bias.

    Two parameters a channel: S2 of LeNet-5, with 6 maps, has 12.

        - subsample: 2
        - subsample: {kernel: 2, stride: 2, activation: sigmoid}

    It learns, so it counts as a weight layer, as in the paper's "7 layers, all of which contain trainable parameters".
    Source: LeCun et al. 1998, section II.B.
    """

    kernel: Any = option("sizes", symbol="F", doc="size of the window")
    stride: Any = option("sizes", symbol="S", doc="step of the window")
    padding: Any = option("padding", 0, symbol="P", doc="zeros added before and after")
    bias: bool = option("flag", True, doc="one learned number a channel")
    rounding: str = option("rounding", "strict", doc="what happens where the window does not fit")

    kind = "subsample"
    stem = "pool"
    main = ("kernel", "stride")
    weighted = True
    reach = "window"
    finishes = True

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        return pool_axes(self, inputs[0])

    def parameters(self, *inputs: Shape) -> Parameters:
        channels = inputs[0].channels
        weight: Parameters = {"weight": (channels,)}
        return {**weight, "bias": (channels,)} if self.bias else weight

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        sums = output.elements * (prod(self.kernel) - 1)
        return {"add": sums + output.elements if self.bias else sums, "mul": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(through=(0,), values=output.elements)

    def start(self) -> float:
        """So that it begins as the mean of its window."""
        cells: int = prod(self.kernel)
        return 1 / cells

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._pooling import plan_of, pool
        from cnncalc.layers._taps import shape_of

        (x,) = inputs
        weight, bias = tensors["weight"], tensors.get("bias")

        def learned(block: Array, rows: slice) -> None:
            on.xp.multiply(block, weight, out=block)
            if bias is not None:
                on.xp.add(block, bias, out=block)

        pool(on, x, out, plan_of(self.axes(shape_of(x))), on.xp.add, 0, learned)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._pooling import plan_of, spread
        from cnncalc.layers._taps import shape_of

        (x,) = inputs
        given = spread(on, upstream, x, plan_of(self.axes(shape_of(x))))
        places = tuple(range(x.ndim - 1))
        to_tensors = {"weight": (x * given).sum(places)}
        if self.bias:
            to_tensors["bias"] = upstream.sum(places)
        return (given * tensors["weight"],), to_tensors
