from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Shape, Tensors, option


@dataclass(frozen=True, eq=False)
class Dropout(Layer):
    """Dropout: in training each value is dropped at this rate; at inference the identity. No parameters.

        - dropout: 0.5

    Source: Hinton et al. 2012; PyTorch's Dropout on the CPU keeps one mask of the input's type (at
    rate 0, nothing).
    """

    rate: float = option("number", 0.5, minimum=0, maximum=1, doc="share of the values that is dropped")

    kind = "dropout"
    main = ("rate",)
    counted = False
    in_place = True
    fresh_in_training = True

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(values=output.elements) if self.rate else Kept()

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        (x,) = inputs
        if on.training and self.rate:
            on.xp.multiply(x, self._mask(on, x), out=out)
        elif out is not x:
            out[...] = x

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        return (upstream * self._mask(on, upstream) if on.training and self.rate else upstream,), {}

    def _mask(self, on: Machine, x: Array) -> Array:
        from cnncalc.layers._arithmetic import mask

        return mask(on, x.shape, self.rate)
