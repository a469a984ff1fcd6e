"""K320: multiply-adds of one filter only."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import OPERATIONS, Window, operations_slip
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return operations_slip(question, lambda window: window.product(filters=()), "these are the operations of one filter", _right)


def _right(window: Window) -> str:
    return f"there are {window.filters}"


MISCONCEPTION = Misconception(
    "K320",
    "filters-forgotten-in-macs",
    "the operations are those of one filter",
    "Every filter slides over the input: the operations of one are multiplied by the number of filters.",
    OPERATIONS,
    _slips,
)
