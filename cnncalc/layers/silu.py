from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors


@dataclass(frozen=True, eq=False)
class SiLU(Layer):
    """SiLU (swish): x/(1 + exp(-x)), element by element. No parameters.

        - silu

    Source: Ramachandran et al. 2017; PyTorch's SiLU, whose backward pass needs its input (in place, a copy of it).
    """

    kind = "silu"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"exp": output.elements, "add": output.elements, "div": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import largest

        (x,), xp = inputs, on.xp
        most, under = largest(on), on.scratch("under", x.shape)
        xp.clip(x, -most, inf, out=out)
        xp.negative(out, out=under)
        xp.exp(under, out=under)
        xp.add(under, 1, out=under)
        xp.divide(out, under, out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._arithmetic import logistic

        (x,) = inputs
        gate = on.xp.empty_like(x)
        logistic(on, x, gate)
        return (upstream * gate * (1 + x * (1 - gate)),), {}
