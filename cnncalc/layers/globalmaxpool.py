from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors
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
    finishes = True

    def output_shape(self, *inputs: Shape) -> Shape:
        return one_place(inputs[0], self.kind)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": output.channels * (prod(inputs[0].spatial) - 1)}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), indices=output.elements)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        (x,) = inputs

        def work(first: int, last: int) -> None:
            on.xp.max(x[first:last], axis=tuple(range(1, x.ndim - 1)), out=out[first:last].reshape(last - first, -1))
            on.finish(first, last)

        on.each(len(x), max(on.block // prod(x.shape[1:]), 1), work)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        """Of several largest values the first gets it."""
        (x,) = inputs
        places = x.reshape(len(x), -1, x.shape[-1])
        first = on.xp.arange(places.shape[1]).reshape(1, -1, 1) == places.argmax(1)[:, None]
        return ((first * upstream.reshape(len(x), 1, -1)).astype(x.dtype).reshape(x.shape),), {}
