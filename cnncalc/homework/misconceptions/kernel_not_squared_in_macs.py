"""K323: the kernel's side where its area belongs, in operations."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import OPERATIONS, Window, operations_slip
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return operations_slip(
        question, lambda window: window.product(kernel=window.kernel[:1]), "one side of the kernel is left out", _right
    )


def _right(window: Window) -> str:
    return f"the window has {'*'.join(map(str, window.kernel))} cells"


MISCONCEPTION = Misconception(
    "K323",
    "kernel-not-squared-in-macs",
    "the kernel's side was taken where its area belongs",
    "A window of side F has F*F cells in each channel, and each is multiplied with a weight of its own.",
    OPERATIONS,
    _slips,
)
