from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Parameters, Shape, option


@dataclass(frozen=True, eq=False)
class FullyConnected(Layer):
    """Fully connected: every output reads every value of the input; a volume is flattened first.

    Parameters: (inputs + 1)*outputs with the bias.

        - fc: 4096
        - fc: {outputs: 10, bias: false}

    Source: CS231n; PyTorch's Linear.
    """

    outputs: int = option("count", symbol="M", doc="number of outputs")
    bias: bool = option("flag", True, doc="one learned number an output")

    kind = "fc"
    series = "weighted"
    main = ("outputs",)
    weighted = True
    reach = "global"

    def output_shape(self, *inputs: Shape) -> Shape:
        return Shape(self.outputs)

    def parameters(self, *inputs: Shape) -> Parameters:
        weight: Parameters = {"weight": (self.outputs, inputs[0].elements)}
        return {**weight, "bias": (self.outputs,)} if self.bias else weight

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        mac = {"mac": inputs[0].elements * self.outputs}
        return {**mac, "add": self.outputs} if self.bias else mac

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def remarks(self, output: Shape, *inputs: Shape) -> tuple[str, ...]:
        (x,) = inputs
        return (f"flattens {x} to {x.elements:,} values",) if x.spatial else ()
