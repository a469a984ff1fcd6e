from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Layer, LayerError, Operations, Shape


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
                raise LayerError("H305", "", f"`add` needs equal shapes, found {inputs[0]} and {other}", *_projection(inputs[0], other))
        return inputs[0]

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"add": (len(inputs) - 1) * output.elements}


def _projection(a: Shape, b: Shape) -> tuple[str, ...]:
    """The lectures' remedy: a 1x1 convolution on the shortcut."""
    if len(a.spatial) != len(b.spatial) or not a.spatial:
        return ()
    steps = {m // n for n, m in zip(a.spatial, b.spatial, strict=True) if m % n == 0}
    if len(steps) != 1 or any(m % n for n, m in zip(a.spatial, b.spatial, strict=True)):
        return ()
    (step,) = steps
    stride = f", stride: {step}" if step > 1 else ""
    return (f"a projection on the second makes them equal: `conv: {{filters: {a.channels}, kernel: 1{stride}}}`",)
