from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.layer_base import Array, Axis, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors, option
from cnncalc.layers._window import pool_axes


@dataclass(frozen=True, eq=False)
class AvgPool(Layer):
    """Average pooling: the mean of each window, in each channel apart. No parameters.

        - avgpool: 2
        - avgpool: {kernel: 3, stride: 1, padding: 1}

    `count_padding: false` divides by the cells of the input alone. Source: PyTorch's AvgPool2d.
    """

    kernel: Any = option("sizes", symbol="F", doc="size of the window")
    stride: Any = option("sizes", symbol="S", doc="step of the window")
    padding: Any = option("padding", 0, symbol="P", doc="cells added before and after")
    count_padding: bool = option("flag", True, doc="whether padding counts in the mean")
    rounding: str = option("rounding", "strict", doc="what happens where the window does not fit")

    kind = "avgpool"
    stem = "pool"
    main = ("kernel", "stride")
    reach = "window"
    finishes = True

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        return pool_axes(self, inputs[0])

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"add": output.elements * (prod(self.kernel) - 1), "div": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._pooling import average, divisors, plan_of
        from cnncalc.layers._taps import shape_of

        (x,) = inputs
        axes = self.axes(shape_of(x))
        average(on, x, out, plan_of(axes), divisors(on, self._counts(axes)))

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._pooling import divisors, plan_of, spread
        from cnncalc.layers._taps import shape_of

        (x,) = inputs
        axes = self.axes(shape_of(x))
        return (spread(on, upstream / divisors(on, self._counts(axes)), x, plan_of(axes)),), {}

    def _counts(self, axes: tuple[Axis, ...]) -> list[list[int]]:
        """How many cells count for each window, on each axis: those of the input, or of the input and its padding; what hangs
        over both never does. A window that has none divides by 1."""
        from cnncalc.layers._taps import within

        found = []
        for axis in axes:
            first, last = (-axis.before, axis.size + axis.after) if self.count_padding else (0, axis.size)
            found.append([max(count, 1) for count in within(axis, first, last)])
        return found
