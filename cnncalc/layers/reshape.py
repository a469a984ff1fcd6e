from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cnncalc.layer_base import Layer, LayerError, Shape, option
from cnncalc.tensor import volume


@dataclass(frozen=True, eq=False)
class Reshape(Layer):
    """The same values as a volume of another shape; a view, nothing is copied. No parameters.

        - reshape: 4x4x512

    The values are taken channel by channel, each row by row, as `flatten` lays them down. Source: PyTorch's reshape.
    """

    output: Any = option("volume", doc="the new volume, height x width x channels")

    kind = "reshape"
    main = ("output",)
    counted = False
    view = True
    reach = "unknown"

    def output_shape(self, *inputs: Shape) -> Shape:
        (x,) = inputs
        found = volume(self.output)
        if found.elements != x.elements:
            arriving = f"{x} with {x.elements:,} arrives" if x.spatial else f"a vector of {x.channels:,} arrives"
            raise LayerError("H305", "output", f"{found} has {found.elements:,} values, but {arriving}")
        return found
