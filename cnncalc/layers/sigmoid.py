from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors


@dataclass(frozen=True, eq=False)
class Sigmoid(Layer):
    """Sigmoid: 1/(1 + exp(-x)), element by element. No parameters.

        - sigmoid

    Source: Rumelhart et al. 1986; its derivative needs the output alone.
    """

    kind = "sigmoid"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"exp": output.elements, "add": output.elements, "div": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(output=True)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import logistic

        logistic(on, inputs[0], out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        return (upstream * output * (1 - output),), {}
