"""K317: operations counted at the input's places, not at the output's."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import OPERATIONS, Window, operations_slip
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return operations_slip(
        question,
        lambda window: window.product(places=window.input),
        "the size of the input is taken for that of the output",
        _right,
    )


def _right(window: Window) -> str:
    return f"the window takes {'*'.join(map(str, window.places))} places"


MISCONCEPTION = Misconception(
    "K317",
    "input-size-for-output-size",
    "operations were counted at every place of the input, not of the output",
    "Each value of the output is one dot product, so operations are counted at the places of the output; with a stride, or "
    "without padding, these are fewer than those of the input.",
    OPERATIONS,
    _slips,
)
