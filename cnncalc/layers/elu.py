from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors, option


@dataclass(frozen=True, eq=False)
class ELU(Layer):
    """ELU: x above 0, alpha*(exp(x) - 1) below, element by element. No parameters.

        - elu
        - elu: {alpha: 0.5}

    Counted as if every value took the lower arm: a comparison, exp, an addition and a multiplication. Source: Clevert
    et al. 2015; PyTorch's ELU, in place: the backward pass needs its output alone.
    """

    alpha: float = option("number", 1.0, doc="what large negative values go to, with a minus")

    kind = "elu"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        n = output.elements
        return {"cmp": n, "exp": n, "add": n, "mul": n}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(output=True)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import above, below

        (x,), xp = inputs, on.xp
        curved = on.scratch("curved", x.shape)
        below(on, x, curved)
        xp.expm1(curved, out=curved)
        xp.multiply(curved, self.alpha, out=curved)
        above(on, x, out)
        xp.add(out, curved, out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        (x,), xp = inputs, on.xp
        return (xp.where(x > 0, upstream, upstream * self.alpha * xp.exp(xp.minimum(x, 0))),), {}
