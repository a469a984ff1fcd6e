from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Layer, LayerError, Machine, Operations, Shape, Tensors


@dataclass(frozen=True, eq=False)
class Add(Layer):
    """Addition of outputs of one shape, element by element (a skip connection). No parameters.

        - add: [conv3, shortcut]

    Source: He et al. 2015.
    """

    kind = "add"
    merges = True
    in_place = True

    def output_shape(self, *inputs: Shape) -> Shape:
        for other in inputs[1:]:
            if other != inputs[0]:
                message = f"`add` needs equal shapes, found {inputs[0]} and {other}"
                help = _projection("second", other, inputs[0]) or _projection("first", inputs[0], other)
                raise LayerError("H305", "", message, *help)
        return inputs[0]

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"add": (len(inputs) - 1) * output.elements}

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        first, *between, last = inputs
        total = first
        for x in between:  # `out` may be one of the inputs that are still to come
            sums = on.scratch("sums", out.shape)
            on.xp.add(total, x, out=sums)
            total = sums
        on.xp.add(total, last, out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        return tuple(upstream for _ in inputs), {}


def _projection(which: str, large: Shape, small: Shape) -> tuple[str, ...]:
    """The lectures' remedy: a 1x1 convolution, with a stride where the sizes differ."""
    if len(small.spatial) != len(large.spatial) or not small.spatial:
        return ()
    pairs = list(zip(large.spatial, small.spatial, strict=True))
    steps = {m // n for m, n in pairs}
    if len(steps) != 1 or any(m % n for m, n in pairs):
        return ()
    (step,) = steps
    options = f"filters: {small.channels}, kernel: 1" + (f", stride: {step}, rounding: floor" if step > 1 else "")
    return (f"a projection of the {which} makes them equal: `conv: {{{options}}}`",)
