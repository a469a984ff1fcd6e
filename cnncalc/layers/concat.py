from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Layer, LayerError, Shape


@dataclass(frozen=True, eq=False)
class Concat(Layer):
    """Concatenation along the channels; height and width must be equal. No parameters.

        - concat: [skip, up]

    Source: Szegedy et al. 2014.
    """

    kind = "concat"
    merges = True

    def output_shape(self, *inputs: Shape) -> Shape:
        first = inputs[0]
        for other in inputs[1:]:
            if other.spatial != first.spatial:
                message = f"`concat` needs equal height and width, found {first} and {other}"
                raise LayerError("H305", "", message, "padding, stride or `crop` can make them equal")
        return Shape(sum(shape.channels for shape in inputs), first.spatial)
