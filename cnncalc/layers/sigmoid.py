from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Shape


@dataclass(frozen=True, eq=False)
class Sigmoid(Layer):
    """Sigmoid: 1/(1 + exp(-x)), element by element. No parameters.

        - sigmoid

    Source: Rumelhart et al. 1986; its derivative needs the output alone.
    """

    kind = "sigmoid"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"exp": output.elements, "add": output.elements, "div": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(output=True)
