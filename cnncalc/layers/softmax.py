from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors


@dataclass(frozen=True, eq=False)
class Softmax(Layer):
    """Softmax over the channels: positive and summing to 1; on a volume, at each place apart. No parameters.

        - softmax

    Counted as the stable form exp(x - max)/sum.
    """

    kind = "softmax"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        n, places = output.elements, prod(output.spatial)
        return {"cmp": n - places, "add": 2 * n - places, "exp": n, "div": n}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(output=True)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        (x,), xp = inputs, on.xp
        xp.subtract(x, x.max(axis=-1, keepdims=True), out=out)
        xp.exp(out, out=out)
        xp.divide(out, out.sum(axis=-1, keepdims=True), out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        return (output * (upstream - (upstream * output).sum(axis=-1, keepdims=True)),), {}
