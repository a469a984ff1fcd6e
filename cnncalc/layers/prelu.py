from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Parameters, Shape, option


@dataclass(frozen=True, eq=False)
class PReLU(Layer):
    """PReLU: x above 0, slope*x below, with a learned slope: one for the whole layer, or one a channel.

        - prelu
        - prelu: {per_channel: true}

    Counted as one comparison and one multiplication a value. Source: He et al. 2015, Delving Deep into Rectifiers;
    PyTorch's PReLU, whose backward pass needs its input.
    """

    per_channel: bool = option("flag", False, doc="whether each channel learns its own slope")

    kind = "prelu"
    role = "activation"
    counted = False
    in_place = True

    def parameters(self, *inputs: Shape) -> Parameters:
        return {"weight": (inputs[0].channels if self.per_channel else 1,)}

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"cmp": output.elements, "mul": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))
