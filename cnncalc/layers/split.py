from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Layer, LayerError, Machine, Shape, Tensors, option


@dataclass(frozen=True, eq=False)
class Split(Layer):
    """One of several equal shares of the channels; a view, nothing is copied. No parameters.

        - split: 2
          branches: [[], [relu]]
          merge: concat

    Source: Ma et al. 2018, ShuffleNet v2; PyTorch's chunk.
    """

    parts: int = option("count", doc="number of shares")
    part: int = option("count", minimum=0, doc="which share, from 0")

    kind = "split"
    main = ("parts",)
    counted = False
    view = True

    def output_shape(self, *inputs: Shape) -> Shape:
        (x,) = inputs
        if x.channels % self.parts:
            raise LayerError("H304", "parts", f"{x.channels} channels cannot be split into {self.parts} equal shares")
        return Shape(x.channels // self.parts, x.spatial)

    def view_of(self, x: Array, *inputs: Shape) -> Array:
        share = x.shape[-1] // self.parts
        return x[..., self.part * share : (self.part + 1) * share]

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        gradient = on.xp.zeros_like(inputs[0])
        share = upstream.shape[-1]
        gradient[..., self.part * share : (self.part + 1) * share] = upstream
        return (gradient,), {}
