from __future__ import annotations

from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Kept, Layer, Operations, Shape, option


@dataclass(frozen=True, eq=False)
class LocalResponseNorm(Layer):
    """Local response normalisation: x/(k + alpha/n * sum of squares over n neighbouring channels)^beta. No parameters.

        - lrn
        - lrn: {size: 5, alpha: 0.0001, beta: 0.75, k: 2}

    Source: Krizhevsky et al. 2012; PyTorch's local_response_norm for the defaults and for what is kept.
    """

    size: int = option("count", 5, symbol="n", doc="number of neighbouring channels")
    alpha: float = option("number", 0.0001, minimum=0, doc="weight of the squares")
    beta: float = option("number", 0.75, minimum=0, doc="exponent")
    k: float = option("number", 1.0, minimum=0, doc="additive constant")

    kind = "lrn"
    role = "norm"
    main = ("size",)

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        n = output.elements
        return {"mul": 2 * n, "add": self.size * n, "exp": n, "div": n}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        squares = prod(output.spatial) * (output.channels + self.size - 1)
        return Kept(inputs=(0,), values=squares + 2 * output.elements)
