from __future__ import annotations

from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Kept, Layer, Operations, Shape
from cnncalc.layers._checks import one_place


@dataclass(frozen=True, eq=False)
class GlobalMaxPool(Layer):
    """Global max pooling: the largest value of each channel; any HxWxC gives 1x1xC. No parameters.

        - globalmaxpool

    Source: Oquab et al. 2015; PyTorch's AdaptiveMaxPool2d(1).
    """

    kind = "globalmaxpool"
    stem = "pool"
    reach = "global"

    def output_shape(self, *inputs: Shape) -> Shape:
        return one_place(inputs[0], self.kind)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": output.channels * (prod(inputs[0].spatial) - 1)}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), indices=output.elements)
