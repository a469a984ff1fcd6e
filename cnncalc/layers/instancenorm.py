from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Array, Gradients, Kept, Layer, LayerError, Machine, Operations, Parameters, Shape, Tensors, option
from cnncalc.layers._checks import needs_volume
from cnncalc.layers._moments import scale_and_shift, standardise


@dataclass(frozen=True, eq=False)
class InstanceNorm(Layer):
    """Instance normalisation: (x - mean)/sqrt(variance + eps) over all places of each channel. No parameters.

        - instancenorm
        - instancenorm: {affine: true}      # a learned scale and shift for each channel

    The statistics are the image's own, at inference too, and are counted: through them every value sees every place.
    Source: Ulyanov et al. 2016; PyTorch's InstanceNorm2d, which learns nothing by default, keeps its input, one mean and
    one deviation a channel, and a copy of the scale for each image where there is one.
    """

    eps: float = option("number", 0.00001, minimum=0, doc="added to the variance")
    affine: bool = option("flag", False, doc="whether scale and shift are learned")

    kind = "instancenorm"
    role = "norm"
    in_place = True
    reach = "statistics"

    def output_shape(self, *inputs: Shape) -> Shape:
        (x,) = inputs
        needs_volume(x, self.kind)
        if prod(x.spatial) == 1:
            message = f"`{self.kind}` needs at least two places a channel, found 1 in {x}: every value is its own mean"
            raise LayerError("H306", "", message, "`layernorm` or `groupnorm` normalise over channels")
        return x

    def parameters(self, *inputs: Shape) -> Parameters:
        return scale_and_shift(inputs[0].channels, self.affine)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return standardise(output.elements, output.channels, self.affine)

    def magnifies(self) -> bool:
        return True

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), values=(3 if self.affine else 2) * output.channels)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._normal import as_sets, normalise

        (x,) = inputs
        normalise(on, as_sets(x, len(x)), tensors, x.shape[-1], self.eps, as_sets(out, len(x)))

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._normal import as_sets, normalise_backward

        (x,) = inputs
        sets = len(x)
        return normalise_backward(on, as_sets(x, sets), tensors, x.shape[-1], self.eps, as_sets(upstream, sets), x.shape)
