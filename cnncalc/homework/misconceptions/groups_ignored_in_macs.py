"""K326: operations of a grouped convolution as if every filter read all channels."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import OPERATIONS, Window, operations_slip
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return operations_slip(
        question, lambda window: window.product(depth=window.depth * window.groups), "the groups are left out of account", _right
    )


def _right(window: Window) -> str:
    return f"with {window.groups} groups a filter reads {window.depth} of the {window.depth * window.groups} channels"


MISCONCEPTION = Misconception(
    "K326",
    "groups-ignored-in-macs",
    "the operations of a grouped convolution were counted as if every filter read all channels",
    "With G groups a filter reads D/G channels, in a depthwise convolution one; the operations are fewer by as much.",
    OPERATIONS,
    _slips,
)
