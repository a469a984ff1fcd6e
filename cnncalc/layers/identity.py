from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Layer


@dataclass(frozen=True, eq=False)
class Identity(Layer):
    """Identity: the output is the input. No parameters.

        - identity

    Source: He et al. 2015, the shortcut without a projection.
    """

    kind = "identity"
    counted = False
    view = True
