from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.layer_base import Axis, Layer, LayerError, Shape, option
from cnncalc.layers._resample import repeated


@dataclass(frozen=True, eq=False)
class PixelShuffle(Layer):
    """Pixel shuffle: r*r channels become one channel of r times the height and width. No parameters.

        - pixelshuffle: 2

    A volume HxWx(r*r*C) becomes rH x rW x C. Source: Shi et al. 2016; PyTorch's PixelShuffle.
    """

    factor: int = option("count", symbol="R", doc="how many times higher and wider")

    kind = "pixelshuffle"
    main = ("factor",)
    reach = "window"

    def output_channels(self, *inputs: Shape) -> int:
        (x,) = inputs
        cells: Any = prod([self.factor] * len(x.spatial))
        if x.channels % cells:
            grid = "x".join([str(self.factor)] * len(x.spatial))
            raise LayerError(
                "H304", "factor", f"{x.channels} channels cannot be laid out on {grid} cells", f"{cells} must divide them"
            )
        channels: int = x.channels // cells
        return channels

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        return repeated(inputs[0], (self.factor,) * len(inputs[0].spatial), self.kind, "factor")
