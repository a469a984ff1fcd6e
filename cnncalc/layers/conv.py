from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.formula import Term
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
from cnncalc.layers._window import check_padding_mode, window_axes


@dataclass(frozen=True, eq=False)
class Conv(Layer):
    """Convolution: every filter slides over the input and covers its full depth (its group's, with `groups`).

    1-D, 2-D or 3-D by the rank of the input. Output: (N + 2P - F)/S + 1 on each axis, as deep as there are filters.
    Parameters: (F*F*D + 1)*K with the bias.

        - conv: {filters: 96, kernel: 11, stride: 4}

    `groups: depthwise` is one group a channel. `connections` lists the input channels that each filter reads (LeNet-5's
    C3), `values` the numbers of a known filter, such as `[[0, 1, 0], [1, -4, 1], [0, 1, 0]]`. Source: CS231n, Convolutional
    Networks; PyTorch's Conv2d for groups and dilation.
    """

    filters: int = option("count", symbol="K", doc="number of filters")
    kernel: Any = option("sizes", symbol="F", doc="size of the window")
    stride: Any = option("sizes", 1, symbol="S", doc="step of the window")
    padding: Any = option("padding", 0, symbol="P", doc="cells added before and after; see `padding_mode`")
    dilation: Any = option("sizes", 1, symbol="d", doc="distance of the window's cells")
    groups: Any = option("groups", 1, symbol="G", doc="groups of channels that are convolved apart")
    bias: bool = option("flag", True, doc="one learned number a filter")
    connections: tuple[tuple[int, ...], ...] | None = option("connections", None, doc="input channels of each filter")
    padding_mode: str = option("word", "zero", choices=("zero", "reflect", "replicate"), doc="what the padding holds")
    values: Any = option("values", None, doc="the filter's numbers, the same for every filter and channel")
    form: str = option(
        "word",
        "correlation",
        choices=("correlation", "convolution"),
        doc="`convolution` turns the filter round first",
    )
    rounding: str = option("rounding", "strict", doc="what happens where the window does not fit")

    kind = "conv"
    filters_first = True
    finishes = True
    series = "weighted"
    weighted = True
    reach = "window"

    def output_channels(self, *inputs: Shape) -> int:
        self._check_groups(inputs[0].channels)
        return self.filters

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        if self.values is not None:
            self._check_values()
        axes = window_axes(inputs[0], self.kernel, self.stride, self.padding, self.dilation, self.rounding, self.kind)
        check_padding_mode(self.padding_mode, axes, "padding")
        return axes

    def group_count(self, channels: int) -> int:
        """How many groups there are on so many channels."""
        return channels if self.groups == "depthwise" else self.groups

    def _check_groups(self, channels: int) -> None:
        if self.connections is not None:
            self._check_connections(channels)
        else:
            check_groups(self.group_count(channels), channels, self.filters)

    def _check_connections(self, channels: int) -> None:
        assert self.connections is not None
        if self.groups != 1:
            raise LayerError("H304", "connections", "`connections` and `groups` exclude each other")
        if len(self.connections) != self.filters:
            message = f"`connections` lists {len(self.connections)} filters of {self.filters}"
            raise LayerError("H304", "connections", message)
        for row in self.connections:
            if max(row) >= channels or len(set(row)) < len(row):
                message = f"{list(row)} must name different channels from 0 to {channels - 1}"
                raise LayerError("H304", "connections", message)

    def _check_values(self) -> None:
        """As many numbers on each axis as the kernel has cells."""
        lists = [self.values]
        for size in self.kernel:
            found = next((len(row) for row in lists if len(row) != size), size)
            if found != size:
                wanted = "x".join(map(str, self.kernel))
                raise LayerError(
                    "H304", "values", f"`values` has a list of {found} where the kernel of {wanted} has {size} cells"
                )
            lists = [item for row in lists for item in row]

    def _weights(self, channels: int) -> tuple[int, ...]:
        if self.connections is not None:
            read: Any = sum(map(len, self.connections))
            return (Term(read, "C") if isinstance(channels, Term) else read, *self.kernel)
        groups = self.group_count(channels)
        return (self.filters, channels if groups == 1 else channels // groups, *self.kernel)

    def parameters(self, *inputs: Shape) -> Parameters:
        weight = {"weight": self._weights(inputs[0].channels)}
        return {**weight, "bias": (self.filters,)} if self.bias else weight

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        places = prod(output.spatial)
        weights = self._weights(inputs[0].channels)
        mac = {"mac": places * (_by_filter(weights) if self.connections is None else prod(weights[1:]) * weights[0])}
        return {**mac, "add": places * self.filters} if self.bias else mac

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        """PyTorch makes a padded copy of its own where the padding is not zeros."""
        if self.padding_mode == "zero":
            return Kept(inputs=(0,))
        padded = prod(axis.before + axis.size + axis.after for axis in self.axes(*inputs))
        return Kept(through=(0,), values=padded * inputs[0].channels)

    def prepare(self, on: Machine, tensors: Tensors, *inputs: Shape) -> Tensors:
        from cnncalc.layers._convolution import prepare

        return prepare(self, on, tensors, inputs[0])

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._convolution import forward

        forward(self, on, tensors, inputs[0], out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._convolution_backward import convolution

        return convolution(self, on, tensors, inputs[0], upstream)


def _by_filter(weights: tuple[int, ...]) -> int:
    """Products at one place: as lectures write it, filters first, then the window, then its depth."""
    return weights[0] * prod(weights[2:]) * weights[1]
