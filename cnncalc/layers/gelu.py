from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Shape, option


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
