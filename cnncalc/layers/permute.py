from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Layer, LayerError, Machine, Shape, Tensors, option
from cnncalc.layers._checks import needs_volume
from cnncalc.tensor import AXIS_NAMES


@dataclass(frozen=True, eq=False)
class Permute(Layer):
    """The axes in another order; a view, nothing is copied. No parameters.

        - permute: [width, height, channels]   # height and width exchanged

    Each word says which axis of the input stands there in the output, written as volumes are: height, width, channels.
    Source: PyTorch's permute.
    """

    order: tuple[str, ...] = option("words", choices=("depth", "height", "width", "length", "channels"), doc="the input's axes")

    kind = "permute"
    main = ("order",)
    counted = False
    view = True
    reach = "unknown"

    def output_shape(self, *inputs: Shape) -> Shape:
        (x,) = inputs
        needs_volume(x, self.kind)
        names = (*AXIS_NAMES[len(x.spatial)], "channels")
        if sorted(self.order) != sorted(names):
            raise LayerError("H304", "order", f"`order` must name each of {', '.join(names)} once, found {', '.join(self.order)}")
        sizes = dict(zip(names, (*x.spatial, x.channels), strict=True))
        *spatial, channels = [sizes[name] for name in self.order]
        return Shape(channels, tuple(spatial))

    def view_of(self, x: Array, *inputs: Shape) -> Array:
        return x.transpose(self._axes())

    def _axes(self) -> tuple[int, ...]:
        """The input's axis at each place of the output; the batch stays first."""
        names = (*AXIS_NAMES[len(self.order) - 1], "channels")
        return (0, *[names.index(name) + 1 for name in self.order])

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        axes = self._axes()
        return (upstream.transpose([axes.index(axis) for axis in range(len(axes))]),), {}
