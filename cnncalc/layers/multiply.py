from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, LayerError, Machine, Operations, Shape, Tensors


@dataclass(frozen=True, eq=False)
class Multiply(Layer):
    """Multiplication element by element; a 1x1 volume gates every place of its channel. No parameters.

        - multiply: [features, gate]

    Source: Hu et al. 2018, squeeze-and-excitation.
    """

    kind = "multiply"
    merges = True
    in_place = True

    def output_shape(self, *inputs: Shape) -> Shape:
        largest = max(inputs, key=lambda shape: shape.elements)
        gate = Shape(largest.channels, (1,) * len(largest.spatial))
        for other in inputs:
            if other not in (largest, gate):
                message = f"`multiply` needs equal shapes or a 1x1 gate, found {largest} and {other}"
                vector = not other.spatial and other.channels == largest.channels and largest.spatial
                help = f"`reshape: {gate}` makes a gate of the vector" if vector else ""
                raise LayerError("H305", "", message, *([help] if help else []))
        return largest

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"mul": (len(inputs) - 1) * output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=tuple(range(len(inputs))))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        first, *between, last = sorted(inputs, key=lambda x: -x.size)  # gates, which are stretched, last
        product = first
        for x in between:  # `out` may be one of the inputs that are still to come
            products = on.scratch("products", out.shape)
            on.xp.multiply(product, x, out=products)
            product = products
        on.xp.multiply(product, last, out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        found = []
        for i, x in enumerate(inputs):
            gradient = upstream
            for other in (*inputs[:i], *inputs[i + 1 :]):
                gradient = gradient * other
            stretched = tuple(axis for axis in range(1, x.ndim - 1) if x.shape[axis] < upstream.shape[axis])
            found.append(gradient.sum(axis=stretched, keepdims=True) if stretched else gradient)
        return tuple(found), {}
