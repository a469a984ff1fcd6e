from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Shape, option


@dataclass(frozen=True, eq=False)
class Dropout(Layer):
    """Dropout: in training each value is dropped at this rate; at inference the identity. No parameters.

        - dropout: 0.5

    Source: Hinton et al. 2012; PyTorch's Dropout on the CPU keeps one mask of the input's type (at
    rate 0, nothing).
    """

    rate: float = option("number", 0.5, minimum=0, maximum=1, doc="share of the values that is dropped")

    kind = "dropout"
    main = ("rate",)
    counted = False
    in_place = True
    fresh_in_training = True

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(values=output.elements) if self.rate else Kept()
