from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Shape, Tensors, option


@dataclass(frozen=True, eq=False)
class DropPath(Layer):
    """Stochastic depth: in training each image is dropped whole at this rate; at inference the identity. No parameters.

        - droppath: 0.2

    It stands at the end of a residual's body, which it turns off. Source: Huang et al. 2016; torchvision's
    StochasticDepth in mode "row" keeps one number an image, and at rate 0 gives its input back.
    """

    rate: float = option("number", minimum=0, maximum=1, doc="share of the images that is dropped")

    kind = "droppath"
    main = ("rate",)
    counted = False
    in_place = True
    fresh_in_training = True

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(values=1) if self.rate else Kept()

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

        return mask(on, (len(x), *[1] * (x.ndim - 1)), self.rate)
