from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Shape


@dataclass(frozen=True, eq=False)
class SiLU(Layer):
    """SiLU (swish): x/(1 + exp(-x)), element by element. No parameters.

        - silu

    Source: Ramachandran et al. 2017; PyTorch's SiLU, whose backward pass needs its input (in place, a copy of it).
    """

    kind = "silu"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"exp": output.elements, "add": output.elements, "div": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))
