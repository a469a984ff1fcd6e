from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Array, Gradients, Layer, Machine, Operations, Shape, Tensors
from cnncalc.layers._checks import one_place


@dataclass(frozen=True, eq=False)
class GlobalAvgPool(Layer):
    """Global average pooling: the mean of each channel; any HxWxC gives 1x1xC. No parameters.

        - globalavgpool

    Source: Lin et al. 2013, Network in Network; PyTorch's AdaptiveAvgPool2d(1), which autograd runs as a mean.
    """

    kind = "globalavgpool"
    stem = "pool"
    reach = "global"
    finishes = True

    def output_shape(self, *inputs: Shape) -> Shape:
        return one_place(inputs[0], self.kind)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"add": output.channels * (prod(inputs[0].spatial) - 1), "div": output.channels}

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._pooling import mean

        mean(on, inputs[0], out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._pooling import divisors

        (x,) = inputs
        return (on.xp.zeros(x.shape, x.dtype) + upstream / divisors(on, [[size] for size in x.shape[1:-1]]),), {}
