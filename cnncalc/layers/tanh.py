from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors


@dataclass(frozen=True, eq=False)
class Tanh(Layer):
    """Hyperbolic tangent: (exp(2x) - 1)/(exp(2x) + 1), element by element. No parameters.

        - tanh

    Source: LeCun et al. 1998; its derivative needs the output alone.
    """

    kind = "tanh"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        n = output.elements
        return {"mul": n, "exp": n, "add": 2 * n, "div": n}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(output=True)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        on.xp.tanh(inputs[0], out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        return (upstream * (1 - output * output),), {}
