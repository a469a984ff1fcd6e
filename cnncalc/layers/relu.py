from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Shape


@dataclass(frozen=True, eq=False)
class ReLU(Layer):
    """ReLU: max(0, x), element by element. No parameters.

        - relu

    Source: PyTorch's ReLU, in place; the backward pass needs its output alone.
    """

    kind = "relu"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(output=True)
