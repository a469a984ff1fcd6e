from __future__ import annotations

from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Kept, Layer, Operations, Shape


@dataclass(frozen=True, eq=False)
class Softmax(Layer):
    """Softmax over the channels: positive and summing to 1; on a volume, at each place apart. No parameters.

        - softmax

    Counted as the stable form exp(x - max)/sum.
    """

    kind = "softmax"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        n, places = output.elements, prod(output.spatial)
        return {"cmp": n - places, "add": 2 * n - places, "exp": n, "div": n}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(output=True)
