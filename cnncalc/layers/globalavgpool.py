from __future__ import annotations

from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Layer, Operations, Shape
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

    def output_shape(self, *inputs: Shape) -> Shape:
        return one_place(inputs[0], self.kind)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"add": output.channels * (prod(inputs[0].spatial) - 1), "div": output.channels}
