"""K316: the weights where multiply-adds are asked: the places of the window are forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import OPERATIONS, operations_slip
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return operations_slip(
        question,
        lambda window: window.product(places=()),
        "the places are left out",
        lambda window: f"each weight is used at all {'*'.join(map(str, window.places))} places of the output",
    )


MISCONCEPTION = Misconception(
    "K316",
    "places-forgotten",
    "the weights were counted once, not at every place of the output",
    "A filter is used at every place of the output: multiply-adds are H_out*W_out times the weights.",
    OPERATIONS,
    _slips,
)
