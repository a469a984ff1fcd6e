from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from cnncalc.layer_base import Array, Axis, Gradients, Kept, Layer, LayerError, Machine, Shape, Tensors, option
from cnncalc.layers._checks import needs_volume
from cnncalc.layers._window import check_padding_mode


@dataclass(frozen=True, eq=False)
class Pad(Layer):
    """Padding on its own: rows and columns around the input. No parameters.

        - pad: 1
        - pad: {padding: [[0, 1], [0, 1]], mode: reflect}

    `reflect` mirrors the cells beside the edge, `replicate` repeats the edge. Source: PyTorch's ZeroPad2d and its like.
    """

    padding: Any = option("padding", symbol="P", doc="cells added before and after")
    mode: str = option("word", "zero", choices=("zero", "reflect", "replicate"), doc="what the padding holds")

    kind = "pad"
    main = ("padding",)
    reach = "window"

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        (x,) = inputs
        needs_volume(x, self.kind)
        if isinstance(self.padding, str):
            raise LayerError("H307", "padding", f"`{self.padding}` needs a window to go by", "give the padding in numbers")
        sizes = zip(x.spatial, self.padding, strict=True)
        axes = tuple([Axis(n, 1, 1, a, b, 1, n + (2 * a if a == b else a + b), 0) for n, (a, b) in sizes])
        check_padding_mode(self.mode, axes, "padding")
        return axes

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept() if self.mode == "zero" else Kept(inputs=(0,))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._padding import pad

        (x,) = inputs
        step = max(on.block // prod(out.shape[1:]), 1)
        on.each(len(x), step, lambda first, last: pad(x[first:last], out[first:last], self.padding, self.mode))

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._padding import folded

        return (folded(upstream, self.padding, self.mode),), {}
