from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors


@dataclass(frozen=True, eq=False)
class ReLU(Layer):
    """ReLU: max(0, x), element by element. No parameters.

        - relu

    Source: PyTorch's ReLU, in place; the backward pass needs its output alone.
    """

    kind = "relu"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(output=True)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import above

        above(on, inputs[0], out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        return (on.xp.where(output > 0, upstream, 0),), {}
