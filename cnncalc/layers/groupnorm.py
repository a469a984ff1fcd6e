from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, LayerError, Machine, Operations, Parameters, Shape, Tensors, option
from cnncalc.layers._moments import scale_and_shift, standardise


@dataclass(frozen=True, eq=False)
class GroupNorm(Layer):
    """Group normalisation: (x - mean)/sqrt(variance + eps) over all places of a group of channels, then a learned scale
    and shift for each channel. Two parameters a channel.

        - groupnorm: 4
        - groupnorm: {groups: 2, affine: false}

    The statistics are the image's own, at inference too, and are counted: through them every value sees every place.
    Source: Wu & He 2018; PyTorch's GroupNorm keeps its input, one mean and one deviation a group.
    """

    groups: int = option("count", symbol="G", doc="number of groups; it divides the channels")
    eps: float = option("number", 0.00001, minimum=0, doc="added to the variance")
    affine: bool = option("flag", True, doc="whether scale and shift are learned")

    kind = "groupnorm"
    role = "norm"
    main = ("groups",)
    in_place = True
    reach = "statistics"

    def output_shape(self, *inputs: Shape) -> Shape:
        (x,) = inputs
        if x.channels % self.groups:
            message = f"{self.groups} groups do not divide {x.channels} arriving channels"
            raise LayerError("H304", "groups", message, "the groups must divide the arriving channels")
        return x

    def parameters(self, *inputs: Shape) -> Parameters:
        return scale_and_shift(inputs[0].channels, self.affine)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return standardise(output.elements, self.groups, self.affine)

    def magnifies(self) -> bool:
        return True

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), values=2 * self.groups)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._normal import as_sets, normalise

        (x,) = inputs
        normalise(on, as_sets(x, len(x)), tensors, self.groups, self.eps, as_sets(out, len(x)))

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._normal import as_sets, normalise_backward

        (x,) = inputs
        sets = len(x)
        return normalise_backward(on, as_sets(x, sets), tensors, self.groups, self.eps, as_sets(upstream, sets), x.shape)
