from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Axis, Gradients, Layer, LayerError, Machine, Shape, Tensors, option
from cnncalc.layers._checks import needs_volume


@dataclass(frozen=True, eq=False)
class Crop(Layer):
    """The middle of the input, as high and wide as another layer's output; a view, nothing is copied. No parameters.

        - crop: {to: up}

    Of an odd surplus the last row or column goes. Source: Ronneberger et al. 2015, U-Net's "copy and crop".
    """

    to: str = option("layer", doc="name of the layer whose output is as high and wide")

    kind = "crop"
    main = ("to",)
    like = "to"
    counted = False
    view = True
    reach = "window"

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        x, model = inputs
        needs_volume(x, self.kind)
        if len(model.spatial) != len(x.spatial):
            raise LayerError("H305", "to", f"`crop` needs volumes of one rank, found {x} and {model}")
        if any(m > n for n, m in zip(x.spatial, model.spatial, strict=True)):
            raise LayerError("H305", "to", f"{x} cannot be cropped to the larger {model}", "`pad` makes a volume larger")
        return tuple(_middle(n, m) for n, m in zip(x.spatial, model.spatial, strict=True))

    def view_of(self, x: Array, *inputs: Shape) -> Array:
        return x[_kept(x, [axis.out for axis in self.axes(*inputs)])]

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        """Nothing of what the model holds matters: its shape alone was read."""
        x, *model = inputs
        to_x = on.xp.zeros(x.shape, x.dtype)
        to_x[_kept(x, output.shape[1:-1])] = upstream
        return (to_x, *[on.xp.zeros(other.shape, other.dtype) for other in model]), {}


def _middle(n: int, m: int) -> Axis:
    surplus = int(n) - int(m)
    before = surplus // 2
    after = surplus - before
    return Axis(n, 1, 1, -before, -after, 1, n - before - after, 0)


def _kept(x: Array, sizes: Sequence[int]) -> tuple[slice, ...]:
    middle = [(n - m) // 2 for n, m in zip(x.shape[1:-1], sizes, strict=True)]
    return (slice(None), *[slice(first, first + size) for first, size in zip(middle, sizes, strict=True)])
