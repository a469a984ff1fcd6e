from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors


@dataclass(frozen=True, eq=False)
class ReLU6(Layer):
    """ReLU6: min(max(0, x), 6), element by element. No parameters.

        - relu6

    Source: Sandler et al. 2018; PyTorch's ReLU6, whose backward pass needs its input.
    """

    kind = "relu6"
    stem = "relu"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": 2 * output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        on.xp.clip(inputs[0], 0, 6, out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        (x,) = inputs
        return (on.xp.where((x > 0) & (x < 6), upstream, 0),), {}
