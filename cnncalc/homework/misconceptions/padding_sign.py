from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import Window


def _slip(window: Window) -> tuple[Fraction, str] | None:
    if not window.padded:
        return None
    signs = ("-", "+") if window.transposed else ("+", "-")
    written = window.written().replace(window.pads(signs[0]), window.pads(signs[1]), 1)
    return window._replace(before=-window.before, after=-window.after).exact(), written


MISCONCEPTION = Misconception(
    code="K227",
    name="padding-sign",
    what="the padding is taken off where it is added, or added where it is taken off",
    why=(
        "Padding makes the input of a convolution or a pool larger: N + 2P. In a transposed convolution it makes the output "
        "smaller: - 2P."
    ),
    asks=SIZES,
    slips=axis_slips(_slip, "the padding has the wrong sign, {wrong}; with the right one, {right}"),
    rank=20,
)
