from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors, option


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

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import number

        (x,), xp = inputs, on.xp
        squares = on.scratch("squares", x.shape)
        xp.multiply(x, x, out=squares)
        self._base(on, squares, out)
        if self.beta == 0.75:  # two roots are far faster than a power
            xp.sqrt(out, out=squares)
            xp.sqrt(squares, out=out)
            xp.multiply(out, squares, out=out)
        else:
            xp.power(out, number(on, self.beta), out=out)
        xp.divide(x, out, out=out)

    def _base(self, on: Machine, squares: Array, out: Array) -> None:
        """out = k + alpha/n * the squares of the neighbours: n//2 channels before and (n - 1)//2 after, as PyTorch has them."""
        from cnncalc.layers._arithmetic import number

        _add_neighbours(on, squares, self.size // 2, (self.size - 1) // 2, out)
        on.xp.multiply(out, number(on, self.alpha, self.size), out=out)
        on.xp.add(out, number(on, self.k), out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._arithmetic import number

        (x,), xp = inputs, on.xp
        base, through = xp.empty_like(x), xp.empty_like(x)
        self._base(on, x * x, base)
        factor = number(on, 1) / base ** number(on, self.beta)
        _add_neighbours(on, upstream * x * factor / base, (self.size - 1) // 2, self.size // 2, through)
        return (upstream * factor - x * through * (number(on, 2 * self.alpha * self.beta, self.size)),), {}


def _add_neighbours(on: Machine, values: Array, before: int, after: int, out: Array) -> None:
    """out = for each channel, the sum of so many before it, its own and so many after it."""
    out[...] = values
    most = values.shape[-1] - 1
    for away in range(1, min(before, most) + 1):
        on.xp.add(out[..., away:], values[..., :-away], out=out[..., away:])
    for away in range(1, min(after, most) + 1):
        on.xp.add(out[..., :-away], values[..., away:], out=out[..., :-away])
