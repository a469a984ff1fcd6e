from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Parameters, Shape, Tensors, option


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
    filters_first = True
    finishes = True

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

    def prepare(self, on: Machine, tensors: Tensors, *inputs: Shape) -> Tensors:
        """The columns in the order in which a volume's values lie, channels last."""
        (x,) = inputs
        if not x.spatial or 1 in (x.channels, x.elements // x.channels):
            return tensors
        turned = on.xp.moveaxis(tensors["weight"].reshape(-1, x.channels, *x.spatial), 1, -1)
        return {**tensors, "weight": turned.reshape(self.outputs, -1)}

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        x = inputs[0].reshape(out.shape[0], -1)
        weight, bias = tensors["weight"], tensors.get("bias")

        def work(first: int, last: int) -> None:
            on.matmul(x, weight[first:last].T, out[:, first:last])
            if bias is not None:
                out[:, first:last] += bias[first:last]

        on.each(self.outputs, max(-(-self.outputs // (4 * on.workers)), 16), work)
        on.finish(0, out.shape[0])

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        (x,) = inputs
        first = on.xp.moveaxis(x, -1, 1)  # channels first, as the columns of the weights are ordered
        matrix = first.reshape(len(x), -1)
        to_x = on.xp.moveaxis(on.xp.matmul(upstream, tensors["weight"]).reshape(first.shape), 1, -1)
        to_tensors = {"weight": on.xp.matmul(upstream.T, matrix)}
        if self.bias:
            to_tensors["bias"] = upstream.sum(0)
        return (on.xp.ascontiguousarray(to_x),), to_tensors
