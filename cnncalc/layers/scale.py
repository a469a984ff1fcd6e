from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Parameters, Shape, Tensors


@dataclass(frozen=True, eq=False)
class Scale(Layer):
    """A learned factor for each channel, without a shift: one parameter a channel.

        - scale

    Source: Touvron et al. 2021, LayerScale; torchvision's ConvNeXt, where it ends a residual's body.
    """

    kind = "scale"
    in_place = True

    def parameters(self, *inputs: Shape) -> Parameters:
        return {"weight": (inputs[0].channels,)}

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"mul": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        on.xp.multiply(inputs[0], tensors["weight"], out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        (x,) = inputs
        to_weight = (upstream * x).reshape(-1, x.shape[-1]).sum(axis=0)
        return (upstream * tensors["weight"],), {"weight": to_weight}
