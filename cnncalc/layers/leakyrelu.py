from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors, option


@dataclass(frozen=True, eq=False)
class LeakyReLU(Layer):
    """Leaky ReLU: x above 0, slope*x below, element by element. No parameters.

        - leakyrelu
        - leakyrelu: {slope: 0.2}

    Counted as one comparison and one multiplication a value. Source: Maas et al. 2013; PyTorch's LeakyReLU, in place:
    the backward pass needs its output alone.
    """

    slope: float = option("number", 0.01, doc="factor below 0")

    kind = "leakyrelu"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": output.elements, "mul": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(output=True)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import number

        (x,), xp = inputs, on.xp
        sloped = on.scratch("leak", x.shape)
        xp.multiply(x, number(on, self.slope), out=sloped)
        larger = xp.maximum if self.slope <= 1 else xp.minimum  # above 0, x is the larger where the slope is below 1
        larger(x, sloped, out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._arithmetic import number

        return (on.xp.where(inputs[0] > 0, upstream, upstream * number(on, self.slope)),), {}
