from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Layer, Machine, Tensors


@dataclass(frozen=True, eq=False)
class Identity(Layer):
    """Identity: the output is the input. No parameters.

        - identity

    Source: He et al. 2015, the shortcut without a projection.
    """

    kind = "identity"
    counted = False
    view = True

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        return (upstream,), {}
