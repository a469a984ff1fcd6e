from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.misconceptions._windows import Window

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _other(window: Window) -> Window:
    return window._replace(transposed=not window.transposed, extra=0, rounding="strict")


def _slips(question: Question) -> Iterator[Slip]:
    said = "the formula of a transposed convolution is used, {wrong}; a convolution takes {right}"
    yield from axis_slips(_other, said, ("conv",))(question)
    said = "the formula of a convolution is used, {wrong}; a transposed one takes {right}"
    yield from axis_slips(_other, said, ("deconv",))(question)


MISCONCEPTION = Misconception(
    code="K215",
    name="direction-mistaken",
    what="the formula of a transposed convolution is used for a convolution, or the reverse",
    why=(
        "A convolution reads windows of its input: (N + 2P - F)/S + 1. A transposed one writes a window for every cell: "
        "(N - 1)S - 2P + F."
    ),
    asks=SIZES,
    slips=_slips,
    rank=20,
)
