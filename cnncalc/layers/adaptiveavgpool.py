from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, prod
from typing import TYPE_CHECKING, Any

from cnncalc.layer_base import Array, Axis, Gradients, Kept, Layer, LayerError, Machine, Operations, Shape, Tensors, option
from cnncalc.layers._checks import needs_volume
from cnncalc.layers._resample import MOST

if TYPE_CHECKING:
    from cnncalc.layers._pooling import Run


@dataclass(frozen=True, eq=False)
class AdaptiveAvgPool(Layer):
    """Adaptive average pooling: windows are chosen so that the output has the size asked for. No parameters.

        - adaptiveavgpool: 7x7

    Cell i is the mean from floor(i*N/M) to ceil((i + 1)*N/M), so windows may differ by one and overlap. Source:
    PyTorch's AdaptiveAvgPool2d.
    """

    output: Any = option("sizes", symbol="M", doc="size of the output")

    kind = "adaptiveavgpool"
    stem = "pool"
    main = ("output",)
    reach = "window"
    finishes = True

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        """The widest window and the common step (rounded down); where they differ, what each reads is the axis' pattern."""
        (x,) = inputs
        needs_volume(x, self.kind)
        return tuple(_axis(n, m) for n, m in zip(x.spatial, self.output, strict=True))

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        pairs = zip(inputs[0].spatial, self.output, strict=True)
        reads = output.channels * prod(sum(stop - start for start, stop in _windows(n, m)) for n, m in pairs)
        return {"add": reads - output.elements, "div": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept() if prod(output.spatial) == 1 else Kept(inputs=(0,))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._pooling import average, divisors, mean

        (x,) = inputs
        if prod(out.shape[1:-1]) == 1:
            mean(on, x, out)
        else:
            average(on, x, out, self._plan(x), divisors(on, self._counts(x)))

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._pooling import divisors, spread

        (x,) = inputs
        return (spread(on, upstream / divisors(on, self._counts(x)), x, self._plan(x)),), {}

    def _plan(self, x: Array) -> list[list[Run]]:
        """Windows that lie side by side together, others one by one."""
        from cnncalc.layers._pooling import Run

        plan = []
        for n, m in zip(x.shape[1:-1], self.output, strict=True):
            if n % m == 0:
                plan.append([Run(0, m, tuple(range(n // m)), n // m)])
            else:
                plan.append([Run(i, i + 1, tuple(range(*window)), 1) for i, window in enumerate(_windows(n, m))])
        return plan

    def _counts(self, x: Array) -> list[list[int]]:
        """How many cells each window has, on each axis."""
        pairs = zip(x.shape[1:-1], self.output, strict=True)
        return [[stop - start for start, stop in _windows(n, m)] for n, m in pairs]


def _axis(n: int, m: int) -> Axis:
    windows = _windows(n, m)
    period = int(m) // gcd(int(n), int(m))
    if period > MOST:
        message = f"{int(m):,} windows on {int(n):,} cells lie in {period:,} ways, more than are told apart"
        raise LayerError("S103", "output", message, f"at most {MOST:,}, or a size that divides the input")
    pattern = tuple((start, stop - 1) for start, stop in windows[:period]) if period > 1 else ()
    return Axis(n, max(stop - start for start, stop in windows), max(n // m, 1), 0, 0, 1, m, 0, pattern, n * period // m)


def _windows(n: int, m: int) -> list[tuple[int, int]]:
    """Start and stop of each window, as plain numbers: formulas have no use for them."""
    n, m = int(n), int(m)
    if m > 1_000_000:
        raise LayerError("S103", "output", f"`output` is too large: {m:,}", "at most 1,000,000")
    return [(i * n // m, -(-(i + 1) * n // m)) for i in range(m)]
