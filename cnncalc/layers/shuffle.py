from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Layer, LayerError, Machine, Shape, Tensors, option


@dataclass(frozen=True, eq=False)
class Shuffle(Layer):
    """Channel shuffle: with G groups, channel i of group g becomes channel i*G + g. No parameters.

        - shuffle: 2

    After a grouped convolution it lets the next one read from every group. Source: Zhang et al. 2017, ShuffleNet.
    """

    groups: int = option("count", symbol="G", doc="groups of channels that are mixed")

    kind = "shuffle"
    main = ("groups",)

    def output_shape(self, *inputs: Shape) -> Shape:
        (x,) = inputs
        if x.channels % self.groups:
            raise LayerError("H304", "groups", f"{self.groups} groups do not divide {x.channels} channels",
                             "the groups must divide the arriving channels")  # fmt: skip
        return x

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        (x,) = inputs
        share = x.shape[-1] // self.groups
        for group in range(self.groups):
            out[..., group :: self.groups] = x[..., group * share : (group + 1) * share]

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        gradient = on.xp.empty_like(upstream)
        share = upstream.shape[-1] // self.groups
        for group in range(self.groups):
            gradient[..., group * share : (group + 1) * share] = upstream[..., group :: self.groups]
        return (gradient,), {}
