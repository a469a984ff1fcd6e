from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors


@dataclass(frozen=True, eq=False)
class HardSigmoid(Layer):
    """Hard sigmoid: min(max(0, x + 3), 6)/6, element by element. No parameters.

        - hardsigmoid

    Source: Howard et al. 2019, MobileNetV3's gates; PyTorch's Hardsigmoid, whose backward pass needs its input.
    """

    kind = "hardsigmoid"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        n = output.elements
        return {"add": n, "cmp": 2 * n, "div": n}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import number

        xp = on.xp
        xp.add(inputs[0], 3, out=out)
        xp.clip(out, 0, 6, out=out)
        xp.multiply(out, number(on, 1, 6), out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._arithmetic import number

        (x,) = inputs
        return (on.xp.where((x > -3) & (x < 3), upstream * number(on, 1, 6), 0),), {}
