from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Layer, LayerError, Machine, Shape, Tensors


@dataclass(frozen=True, eq=False)
class Concat(Layer):
    """Concatenation along the channels; height and width must be equal. No parameters.

        - concat: [skip, up]

    Source: Szegedy et al. 2014.
    """

    kind = "concat"
    merges = True

    def output_shape(self, *inputs: Shape) -> Shape:
        first = inputs[0]
        for other in inputs[1:]:
            if other.spatial != first.spatial:
                message = f"`concat` needs equal height and width, found {first} and {other}"
                raise LayerError("H305", "", message, "padding, stride or `crop` can make them equal")
        return Shape(sum(shape.channels for shape in inputs), first.spatial)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        first = 0
        for x in inputs:
            out[..., first : first + x.shape[-1]] = x
            first += x.shape[-1]

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        found, first = [], 0
        for x in inputs:
            found.append(upstream[..., first : first + x.shape[-1]])
            first += x.shape[-1]
        return tuple(found), {}
