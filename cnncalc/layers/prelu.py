from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Parameters, Shape, Tensors, option


@dataclass(frozen=True, eq=False)
class PReLU(Layer):
    """PReLU: x above 0, slope*x below, with a learned slope: one for the whole layer, or one a channel.

        - prelu
        - prelu: {per_channel: true}

    Counted as one comparison and one multiplication a value. Source: He et al. 2015, Delving Deep into Rectifiers;
    PyTorch's PReLU, whose backward pass needs its input.
    """

    per_channel: bool = option("flag", False, doc="whether each channel learns its own slope")

    kind = "prelu"
    role = "activation"
    counted = False
    in_place = True

    def parameters(self, *inputs: Shape) -> Parameters:
        return {"weight": (inputs[0].channels if self.per_channel else 1,)}

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": output.elements, "mul": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def start(self) -> float:
        return 0.25

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import above, below

        (x,), xp = inputs, on.xp
        sloped = on.scratch("sloped", x.shape)
        below(on, x, sloped)
        xp.multiply(sloped, tensors["weight"], out=sloped)
        above(on, x, out)
        xp.add(out, sloped, out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        (x,) = inputs
        below = on.xp.where(x > 0, 0, upstream)
        above = upstream - below
        to_slopes = (below * x).reshape(-1, x.shape[-1]).sum(axis=0)
        to_weight = to_slopes if self.per_channel else to_slopes.sum(keepdims=True)
        return (above + below * tensors["weight"],), {"weight": to_weight}
