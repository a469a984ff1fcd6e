from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import SIZES, axis_slips
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.misconceptions._windows import SLIDING, Window

if TYPE_CHECKING:
    from cnncalc.homework.question import Question

_SAID = "the size is taken as {sizes}; rounded as the layer says, it is {right}"


def _other(window: Window) -> Window | None:
    return _rounded(window, "floor" if window.rounding.startswith("ceil") else "ceil-onnx")


def _none(window: Window) -> Window | None:
    return _rounded(window, "strict")


def _rounded(window: Window, rounding: str) -> Window | None:
    fits = window.transposed or window.rounding == "strict" or window.exact().denominator == 1
    return None if fits else window._replace(rounding=rounding)


def _slips(question: Question) -> Iterator[Slip]:
    for change in (_other, _none):
        yield from axis_slips(change, _SAID, SLIDING)(question)


MISCONCEPTION = Misconception(
    code="K216",
    name="rounding-ignored",
    what="the fraction is rounded the other way than the layer says, or left as it is",
    why=(
        "The layer's `rounding` says what happens where the windows do not fit: `floor` leaves cells unread, `ceil` lets "
        "the last window stand outside."
    ),
    asks=SIZES,
    slips=_slips,
)
