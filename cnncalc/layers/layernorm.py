from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Parameters, Shape, Tensors, option
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

    def magnifies(self) -> bool:
        return True

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), values=2 * prod(output.spatial))

    def prepare(self, on: Machine, tensors: Tensors, *inputs: Shape) -> Tensors:
        """With what a product makes a mean of, which is far faster than sums along short rows."""
        from cnncalc.layers._arithmetic import number

        channels = inputs[0].channels
        return {**tensors, "shares": on.xp.full((channels, 1), number(on, 1, channels), on.dtype)}

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import number, root

        (x,), xp = inputs, on.xp
        xp.subtract(x, xp.matmul(x, tensors["shares"]), out=out)
        squares = on.scratch("squares", x.shape)
        xp.multiply(out, out, out=squares)
        variance = xp.matmul(squares, tensors["shares"])
        xp.multiply(out, number(on, 1) / root(on, variance + number(on, self.eps)), out=out)
        if self.affine:
            xp.multiply(out, tensors["weight"], out=out)
            xp.add(out, tensors["bias"], out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._normal import as_sets, normalise_backward

        (x,) = inputs
        places = x.size // x.shape[-1]
        return normalise_backward(on, as_sets(x, places), tensors, 1, self.eps, as_sets(upstream, places), x.shape)
