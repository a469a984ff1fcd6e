from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Shape


@dataclass(frozen=True, eq=False)
class ReLU6(Layer):
    """ReLU6: min(max(0, x), 6), element by element. No parameters.

        - relu6

    Source: Sandler et al. 2018; PyTorch's ReLU6, whose backward pass needs its input.
    """

    kind = "relu6"
    stem = "relu"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": 2 * output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))
