from __future__ import annotations

from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Kept, Layer, Operations, Parameters, Shape, option
from cnncalc.layers._moments import scale_and_shift, standardise


@dataclass(frozen=True, eq=False)
class LayerNorm(Layer):
    """Layer normalisation over the channels: (x - mean)/sqrt(variance + eps), at each place apart, then a learned scale
    and shift for each channel. Two parameters a channel.

        - layernorm
        - layernorm: {eps: 0.000001}

    The statistics are the place's own, at inference too, and are counted. Source: Ba et al. 2016; PyTorch's LayerNorm
    with the channels last, as ConvNeXt uses it, keeps its input, one mean and one deviation a place.
    """

    eps: float = option("number", 0.00001, minimum=0, doc="added to the variance")
    affine: bool = option("flag", True, doc="whether scale and shift are learned")

    kind = "layernorm"
    role = "norm"
    in_place = True

    def parameters(self, *inputs: Shape) -> Parameters:
        return scale_and_shift(inputs[0].channels, self.affine)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return standardise(output.elements, prod(output.spatial), self.affine)

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), values=2 * prod(output.spatial))
