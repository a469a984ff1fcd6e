from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Layer


@dataclass(frozen=True, eq=False)
class Identity(Layer):
    """Identity: the output is the input. No parameters.

        - identity
    """

    kind = "identity"
    counted = False
    view = True
