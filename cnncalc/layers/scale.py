from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Parameters, Shape


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
