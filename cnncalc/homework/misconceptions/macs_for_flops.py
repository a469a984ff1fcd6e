"""K305: multiply-adds where FLOPs are asked, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import OPERATIONS, count, plain
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None:
        return
    if question.ask == "macs":
        flops = 2 * truth
        yield Slip(
            flops, f"{plain(flops)} are the FLOPs, 2 for each multiply-add: {plain(flops)}/2 = {plain(truth)} multiply-adds"
        )
    else:
        macs = truth / 2
        yield Slip(macs, f"{plain(macs)} are the multiply-adds; each is 2 FLOPs, 2*{plain(macs)} = {plain(truth)}")


MISCONCEPTION = Misconception(
    "K305",
    "macs-for-flops",
    "multiply-adds were given where FLOPs are asked, or FLOPs for multiply-adds",
    "A multiply-add is one multiplication and one addition, 2 FLOPs.",
    OPERATIONS,
    _slips,
)
