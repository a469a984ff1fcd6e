from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Layer, Shape


@dataclass(frozen=True, eq=False)
class Flatten(Layer):
    """Flatten: a volume as one vector; a view, nothing is copied. No parameters.

        - flatten

    The values come channel by channel, each row by row, as PyTorch orders them.
    """

    kind = "flatten"
    counted = False
    view = True

    def output_shape(self, *inputs: Shape) -> Shape:
        return Shape(inputs[0].elements)
