from __future__ import annotations

from cnncalc.homework.misconceptions._shapes import COUNTS, SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> Window | None:
    return window._replace(stride=1) if window.stride > 1 else None


MISCONCEPTION = Misconception(
    code="K203",
    name="stride-ignored",
    what="the stride is left out, as if the window moved one cell at a time",
    why=(
        "The window moves S cells at a time: the room for its steps is divided by S. In a transposed convolution the windows "
        "stand S apart."
    ),
    asks=SIZES | COUNTS,
    slips=axis_slips(_slip, "the stride is left out, {wrong}; with it, {right}"),
)
