from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Layer, LayerError, Shape, option


@dataclass(frozen=True, eq=False)
class Shuffle(Layer):
    """Channel shuffle: with G groups, channel i of group g becomes channel i*G + g. No parameters.

        - shuffle: 2

    After a grouped convolution it lets the next one read from every group. Source: Zhang et al. 2017, ShuffleNet.
    """

    groups: int = option("count", symbol="G", doc="groups of channels that are mixed")

    kind = "shuffle"
    main = ("groups",)

    def output_shape(self, *inputs: Shape) -> Shape:
        (x,) = inputs
        if x.channels % self.groups:
            raise LayerError("H304", "groups", f"{self.groups} groups do not divide {x.channels} channels",
                             "the groups must divide the arriving channels")  # fmt: skip
        return x
