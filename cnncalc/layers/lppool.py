from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from numbers import Rational
from typing import Any

from cnncalc.layer_base import Array, Axis, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors, option
from cnncalc.layers._window import pool_axes


@dataclass(frozen=True, eq=False)
class LpPool(Layer):
    """Power-average pooling: (sum of |x|^p)^(1/p) over each window, in each channel apart. No parameters.

        - lppool: 2
        - lppool: {kernel: 3, stride: 2, power: 2}

    With p = 1 it is a sum, and the larger p, the nearer to the maximum. A power is counted as one exponential. PyTorch makes it
    of an average pool and keeps the steps between. Source: Sermanet, Chintala & LeCun 2012; PyTorch's LPPool2d.
    """

    kernel: Any = option("sizes", symbol="F", doc="size of the window")
    stride: Any = option("sizes", symbol="S", doc="step of the window")
    padding: Any = option("padding", 0, symbol="P", doc="cells added before and after")
    power: float = option("number", 2.0, minimum=1, doc="the exponent p")
    rounding: str = option("rounding", "strict", doc="what happens where the window does not fit")

    kind = "lppool"
    stem = "pool"
    main = ("kernel", "stride")
    reach = "window"
    finishes = True

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        return pool_axes(self, inputs[0])

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        window = prod(self.kernel)
        return {"exp": output.elements * (window + 1), "add": output.elements * (window - 1)}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), values=inputs[0].elements + 4 * output.elements)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._pooling import plan_of, pool, rows_of
        from cnncalc.layers._taps import shape_of

        (x,) = inputs
        xp, axes, power = on.xp, self.axes(shape_of(x)), self._power()
        counts = self._counts(on, axes)

        def powers(cells: Array) -> Array:
            made = on.scratch("powers", cells.shape)
            xp.absolute(cells, out=made)
            if power != 1:
                xp.power(made, power, out=made)
            return made

        def root(block: Array, rows: slice) -> None:
            if counts is not None:
                xp.multiply(block, prod(self.kernel), out=block)
                xp.divide(block, rows_of(counts, rows), out=block)
            if power != 1:
                xp.power(block, 1 / power, out=block)

        pool(on, x, out, plan_of(axes), xp.add, 0, root, of=powers)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._pooling import plan_of, spread
        from cnncalc.layers._taps import shape_of

        (x,) = inputs
        axes, power = self.axes(shape_of(x)), self._power()
        counts = self._counts(on, axes)
        given = upstream if counts is None else upstream * prod(self.kernel) / counts
        given = given * (output + (output == 0)) ** (1 - power)  # where it is 0, the whole window is
        to_x = spread(on, given, x, plan_of(axes))
        return (to_x * on.xp.sign(x) * abs(x) ** (power - 1),), {}

    def _power(self) -> float:
        """As an int where it is whole: exact numbers stay exact."""
        return int(self.power) if self.power == int(self.power) else self.power

    def _counts(self, on: Machine, axes: tuple[Axis, ...]) -> Any:
        """How many cells, padding included, stand for the window's, where some hang over the end: PyTorch takes their mean times
        the window's size. None where all are whole."""
        from cnncalc.layers._pooling import divisors
        from cnncalc.layers._taps import within

        counts = [[max(count, 1) for count in within(axis, -axis.before, axis.size + axis.after)] for axis in axes]
        found = divisors(on, counts)
        return None if isinstance(found, Rational) and found == prod(self.kernel) else found
