from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Layer, LayerError, Shape, option


@dataclass(frozen=True, eq=False)
class Split(Layer):
    """One of several equal shares of the channels; a view, nothing is copied. No parameters.

        - split: 2
          branches: [[], [relu]]
          merge: concat

    Source: Ma et al. 2018, ShuffleNet v2; PyTorch's chunk.
    """

    parts: int = option("count", doc="number of shares")
    part: int = option("count", minimum=0, doc="which share, from 0")

    kind = "split"
    main = ("parts",)
    counted = False
    view = True

    def output_shape(self, *inputs: Shape) -> Shape:
        (x,) = inputs
        if x.channels % self.parts:
            raise LayerError("H304", "parts", f"{x.channels} channels cannot be split into {self.parts} equal shares")
        return Shape(x.channels // self.parts, x.spatial)
