from __future__ import annotations

from dataclasses import dataclass
from math import gcd, prod
from typing import Any

from cnncalc.layer_base import Axis, Kept, Layer, LayerError, Operations, Shape, option
from cnncalc.layers._checks import needs_volume
from cnncalc.layers._resample import MOST


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
