from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Axis, Layer, LayerError, Shape, option
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


def _middle(n: int, m: int) -> Axis:
    surplus = int(n) - int(m)
    before = surplus // 2
    after = surplus - before
    return Axis(n, 1, 1, -before, -after, 1, n - before - after, 0)
