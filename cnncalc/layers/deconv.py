from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.layer_base import (
    Array,
    Axis,
    Gradients,
    Kept,
    Layer,
    LayerError,
    Machine,
    Operations,
    Parameters,
    Shape,
    Tensors,
    option,
)
from cnncalc.layers._checks import check_groups
from cnncalc.layers._resample import transposed


@dataclass(frozen=True, eq=False)
class Deconv(Layer):
    """Transposed convolution: every cell of the input adds its filters, weighted by it, to a larger output.

    Output: (N - 1)S - 2P + F on each axis, as deep as there are filters; with dilation, d(F - 1) + 1 in place of F.
    Parameters: F*F*K*D + K with the bias.

        - deconv: {filters: 64, kernel: 2, stride: 2}
        - deconv: {filters: 32, kernel: 3, stride: 2, padding: 1, output_padding: 1}

    Multiply-adds are counted on the input: each of its cells meets every weight once. `padding` takes rows and columns away,
    `output_padding` adds some at the end. Source: Dumoulin & Visin 2016; PyTorch's ConvTranspose2d.
    """

    filters: int = option("count", symbol="K", doc="number of filters")
    kernel: Any = option("sizes", symbol="F", doc="size of the window")
    stride: Any = option("sizes", 1, symbol="S", doc="distance of the windows in the output")
    padding: Any = option("padding", 0, symbol="P", doc="rows and columns taken away before and after")
    output_padding: Any = option("sizes", 0, symbol="A", minimum=0, doc="rows and columns added at the end")
    dilation: Any = option("sizes", 1, symbol="d", doc="distance of the window's cells")
    groups: Any = option("groups", 1, symbol="G", doc="groups of channels that are convolved apart")
    bias: bool = option("flag", True, doc="one learned number a filter")

    kind = "deconv"
    weighted = True
    reach = "window"

    def output_channels(self, *inputs: Shape) -> int:
        channels = inputs[0].channels
        check_groups(self.group_count(channels), channels, self.filters)
        return self.filters

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        if isinstance(self.padding, str):
            raise LayerError("H307", "padding", f"`{self.padding}` speaks of windows that read, these write",
                             "give the padding in numbers: [[before, after], ...]")  # fmt: skip
        return transposed(inputs[0], self.kernel, self.stride, self.padding, self.dilation, self.output_padding)

    def group_count(self, channels: int) -> int:
        """How many groups there are on so many channels."""
        return channels if self.groups == "depthwise" else self.groups

    def parameters(self, *inputs: Shape) -> Parameters:
        groups, channels = self.group_count(inputs[0].channels), inputs[0].channels
        each = self.filters if groups == 1 else self.filters // groups
        weight: Parameters = {"weight": (channels, each, *self.kernel)}
        return {**weight, "bias": (self.filters,)} if self.bias else weight

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        (x,) = inputs
        mac = {"mac": prod(x.spatial) * prod(self.kernel) * prod(self.parameters(x)["weight"][1::-1])}
        return {**mac, "add": prod(output.spatial) * self.filters} if self.bias else mac

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def prepare(self, on: Machine, tensors: Tensors, *inputs: Shape) -> Tensors:
        from cnncalc.layers._transposed import arranged

        return {**tensors, "weight": arranged(on, tensors["weight"], self.group_count(inputs[0].channels))}

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._taps import shape_of
        from cnncalc.layers._transposed import transpose

        (x,) = inputs
        transpose(on, x, out, tensors["weight"], tensors.get("bias"), self.axes(shape_of(x)))

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._convolution_backward import transposed
        from cnncalc.layers._taps import shape_of

        (x,) = inputs
        shape = shape_of(x)
        return transposed(on, tensors["weight"], self.axes(shape), self.group_count(shape.channels), self.bias, x, upstream)
