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

    def magnifies(self) -> bool:
        return self.k < 1  # from 1 on the divisor is never small

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        squares = prod(output.spatial) * (output.channels + self.size - 1)
        return Kept(inputs=(0,), values=squares + 2 * output.elements)

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        from cnncalc.layers._arithmetic import number

        (x,), xp = inputs, on.xp
        sums, base = self._base(on, x)
        if self.beta == 0.75:  # two roots are far faster than a power
            root = on.scratch("root", sums.shape)
            xp.sqrt(sums, out=root)
            xp.sqrt(root, out=sums)
            xp.multiply(sums, root, out=sums)
        else:
            xp.power(sums, number(on, self.beta), out=sums)
        xp.divide(x, base, out=out)

    def _base(self, on: Machine, x: Array) -> tuple[Array, Array]:
        """k + alpha/n * the squares of the neighbours, for PyTorch's n//2 channels before and (n - 1)//2 after; see `_sums`."""
        from cnncalc.layers._arithmetic import number

        sums, base = _sums(on, x, x, self.size // 2, (self.size - 1) // 2)
        on.xp.multiply(sums, number(on, self.alpha, self.size), out=sums)
        on.xp.add(sums, number(on, self.k), out=sums)
        return sums, base

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._arithmetic import number

        (x,) = inputs
        base = self._base(on, x)[1].copy()
        factor = number(on, 1) / base ** number(on, self.beta)
        _, through = _sums(on, upstream * factor / base, x, (self.size - 1) // 2, self.size // 2)
        return (upstream * factor - x * through * number(on, 2 * self.alpha * self.beta, self.size),), {}


def _sums(on: Machine, a: Array, b: Array, before: int, after: int) -> tuple[Array, Array]:
    """For each channel the sum of a*b over so many channels before it, its own and so many after it, in scratch memory.

    Zeros stand between the places, so that the sums run through all of them as one long row, which is far faster: that row
    comes first, with sums across places in between; second the sums that are meant, in the shape of `a`.
    """
    channels = a.shape[-1]
    before, after = min(before, channels - 1), min(after, channels - 1)
    shape = (*a.shape[:-1], before + channels + after)
    products, base = on.scratch("products across", shape), on.scratch("base", shape)
    products[..., :before] = 0
    products[..., before + channels :] = 0
    on.xp.multiply(a, b, out=products[..., before : before + channels])
    row = products.reshape(-1)
    values = len(row) - before - after
    sums = base.reshape(-1)[:values]
    sums[...] = row[:values]
    for away in range(1, before + after + 1):
        on.xp.add(sums, row[away : away + values], out=sums)
    return sums, base[..., :channels]
