from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Shape, option


@dataclass(frozen=True, eq=False)
class DropPath(Layer):
    """Stochastic depth: in training each image is dropped whole at this rate; at inference the identity. No parameters.

        - droppath: 0.2

    It stands at the end of a residual's body, which it turns off. Source: Huang et al. 2016; torchvision's
    StochasticDepth in mode "row" keeps one number an image, and at rate 0 gives its input back.
    """

    rate: float = option("number", minimum=0, maximum=1, doc="share of the images that is dropped")

    kind = "droppath"
    main = ("rate",)
    counted = False
    in_place = True
    fresh_in_training = True

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(values=1) if self.rate else Kept()
