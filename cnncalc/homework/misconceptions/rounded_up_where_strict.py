from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import SLIDING, Window


def _slip(window: Window) -> Window | None:
    return window._replace(rounding="ceil-onnx") if window.rounding == "strict" and window.exact().denominator > 1 else None


MISCONCEPTION = Misconception(
    code="K210",
    name="rounded-up-where-strict",
    what="a fraction is rounded up though the layer does not fit",
    why=(
        "(N + 2P - F)/S + 1 must be a whole number unless the question says that sizes are rounded: the last window would "
        "stand outside."
    ),
    asks=SIZES,
    slips=axis_slips(_slip, "the size is rounded up to {sizes}; no rounding is allowed here, {right}", SLIDING),
)
