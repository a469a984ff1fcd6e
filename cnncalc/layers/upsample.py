from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cnncalc.layer_base import Array, Axis, Gradients, Layer, Machine, Operations, Shape, Tensors, option
from cnncalc.layers._checks import needs_volume
from cnncalc.layers._resample import check_factor, repeated

if TYPE_CHECKING:
    from cnncalc.layers._interpolation import Between


@dataclass(frozen=True, eq=False)
class Upsample(Layer):
    """Upsampling by a whole factor: repeated values, or values in between (linear along every axis). No parameters.

        - upsample: 2
        - upsample: {factor: 4, mode: bilinear}

    Linear in 1-D and trilinear in 3-D are `bilinear` too. Counted where it is bilinear: 4 multiplications and 3 additions a
    value in 2-D. Source: PyTorch's Upsample.
    """

    factor: Any = option("sizes", symbol="R", doc="how many cells each cell becomes on an axis")
    mode: str = option("word", "nearest", choices=("nearest", "bilinear"), doc="what stands between the cells")
    align_corners: bool = option("flag", False, doc="whether the corners of both images are the centres of their corner cells")

    kind = "upsample"
    main = ("factor",)
    reach = "window"

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        (x,) = inputs
        if self.mode == "nearest":
            return repeated(x, self.factor, self.kind, "factor")
        needs_volume(x, self.kind)
        return tuple(self._between(n, factor) for n, factor in zip(x.spatial, self.factor, strict=True))

    def _between(self, n: Any, factor: Any) -> Axis:
        check_factor(factor, "factor")
        return Axis(n, 2, 1, 0, 0, 1, factor * n, 0, tuple(self._neighbours(cell, int(factor)) for cell in range(factor)))

    def _neighbours(self, cell: int, factor: int) -> tuple[int, int]:
        """The cells that a cell is interpolated between, away from the edges."""
        if factor == 1:
            return (0, 0)
        if self.align_corners:  # the place drifts from cell/factor to at most (factor - 1)/factor before it: bounded
            return (-1 if cell < factor - 1 else 0, 1)
        place, rest = divmod(2 * cell + 1 - factor, 2 * factor)  # (cell + 1/2)/factor - 1/2
        return (place, place + 1 if rest else place)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        if self.mode == "nearest":
            return {}
        corners = 2 ** len(output.spatial)
        return {"mul": corners * output.elements, "add": (corners - 1) * output.elements}

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._interpolation import interpolate, repeat

        (x,) = inputs
        if self.mode == "nearest":
            repeat(on, x, out, self.factor)
        else:
            interpolate(on, x, out, self._lines(x))

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._interpolation import gathered, summed

        (x,) = inputs
        return (summed(upstream, self.factor) if self.mode == "nearest" else gathered(on, upstream, x, self._lines(x)),), {}

    def _lines(self, x: Array) -> list[Between]:
        from cnncalc.layers._interpolation import between

        return [between(n, factor, self.align_corners) for n, factor in zip(x.shape[1:-1], self.factor, strict=True)]
