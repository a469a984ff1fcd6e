from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors


@dataclass(frozen=True, eq=False)
class HardSwish(Layer):
    """Hard swish: x*min(max(0, x + 3), 6)/6, element by element. No parameters.

        - hardswish

    Source: Howard et al. 2019, MobileNetV3; PyTorch's Hardswish, whose backward pass needs its input (in place, a copy
    of it).
    """

    kind = "hardswish"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        n = output.elements
        return {"add": n, "cmp": 2 * n, "mul": n, "div": n}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import number

        (x,), xp = inputs, on.xp
        gate = on.scratch("gate", x.shape)
        xp.add(x, 3, out=gate)
        xp.clip(gate, 0, 6, out=gate)
        xp.multiply(gate, x, out=gate)
        xp.multiply(gate, number(on, 1, 6), out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._arithmetic import number

        (x,), xp = inputs, on.xp
        between = upstream * (x * number(on, 1, 3) + number(on, 1, 2))
        return (xp.where(x < 3, xp.where(x > -3, between, 0), upstream),), {}
