from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, LayerError, Operations, Shape


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
