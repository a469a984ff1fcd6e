from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Shape


@dataclass(frozen=True, eq=False)
class HardSwish(Layer):
    """Hard swish: x*min(max(0, x + 3), 6)/6, element by element. No parameters.

        - hardswish

    Source: Howard et al. 2019, MobileNetV3; PyTorch's Hardswish, whose backward pass needs its input (in place, a copy
    of it).
    """

    kind = "hardswish"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        n = output.elements
        return {"add": n, "cmp": 2 * n, "mul": n, "div": n}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))
