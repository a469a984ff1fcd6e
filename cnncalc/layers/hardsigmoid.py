from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Shape


@dataclass(frozen=True, eq=False)
class HardSigmoid(Layer):
    """Hard sigmoid: min(max(0, x + 3), 6)/6, element by element. No parameters.

        - hardsigmoid

    Source: Howard et al. 2019, MobileNetV3's gates; PyTorch's Hardsigmoid, whose backward pass needs its input.
    """

    kind = "hardsigmoid"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        n = output.elements
        return {"add": n, "cmp": 2 * n, "div": n}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))
