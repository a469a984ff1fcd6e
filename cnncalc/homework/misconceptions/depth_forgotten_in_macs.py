"""K318: multiply-adds of filters that cover one channel only."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import OPERATIONS, Window, operations_slip
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return operations_slip(question, lambda window: window.product(depth=()), "the depth is left out", _right)


def _right(window: Window) -> str:
    return f"a filter covers all {window.depth} channels" + (" of its group" if window.groups > 1 else "")


MISCONCEPTION = Misconception(
    "K318",
    "depth-forgotten-in-macs",
    "the depth of the filters was left out of the operations",
    "A filter covers the full depth of its input: one value of the output takes F*F*D multiply-adds.",
    OPERATIONS,
    _slips,
)
