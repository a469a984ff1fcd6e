from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Shape, Tensors, option

_ROOT_HALF, _ROOT_2_OVER_PI = sqrt(1 / 2), sqrt(2 / pi)
_CUBIC = 0.044715  # of the approximation


@dataclass(frozen=True, eq=False)
class GELU(Layer):
    """GELU: x times the normal distribution function of x, element by element. No parameters.

        - gelu
        - gelu: {form: tanh}

    `exact` is 0.5x*(1 + erf(x/sqrt(2))), erf counted as one exp and 1/sqrt(2) as a constant. `tanh` is
    0.5x*(1 + tanh(c*(x + 0.044715x^3))) with c = sqrt(2/pi), its tanh counted as the kind `tanh` is. Source: Hendrycks &
    Gimpel 2016; PyTorch's GELU, whose backward pass needs its input.
    """

    form: str = option("word", "exact", choices=("exact", "tanh"), doc="the function itself, or its approximation by tanh")

    kind = "gelu"
    role = "activation"
    counted = False
    in_place = True

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        n = output.elements
        if self.form == "exact":
            return {"mul": 3 * n, "add": n, "exp": n}
        return {"mul": 7 * n, "add": 4 * n, "exp": n, "div": n}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        (x,), xp = inputs, on.xp
        share = on.scratch("share", x.shape)
        self._share(on, x, share)
        xp.multiply(share, x, out=out)

    def _share(self, on: Machine, x: Array, out: Array) -> None:
        """out = the factor of x: (1 + erf(x/sqrt(2)))/2, or its approximation; `out` is not `x`."""
        xp = on.xp
        if self.form == "exact":
            from cnncalc.layers._erf import erf

            scaled = on.scratch("scaled", x.shape)
            xp.multiply(x, _ROOT_HALF, out=scaled)
            erf(on, scaled, out)
            xp.add(out, 1, out=out)
            xp.multiply(out, 0.5, out=out)
        else:  # (1 + tanh(y))/2 is the sigmoid of 2y
            from cnncalc.layers._arithmetic import logistic

            xp.multiply(x, x, out=out)
            xp.multiply(out, _CUBIC, out=out)
            xp.add(out, 1, out=out)
            xp.multiply(out, x, out=out)
            xp.multiply(out, 2 * _ROOT_2_OVER_PI, out=out)
            logistic(on, out, out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        (x,), xp = inputs, on.xp
        share = xp.empty_like(x)
        self._share(on, x, share)
        if self.form == "exact":
            slope = xp.exp(x * x * -0.5) * (_ROOT_2_OVER_PI / 2)
        else:
            slope = 2 * share * (1 - share) * (1 + x * x * (3 * _CUBIC)) * _ROOT_2_OVER_PI
        return (upstream * (share + x * slope),), {}
