"""K306: the figure of one image where a batch is asked."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import MEMORY, OPERATIONS, count, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None or question.batch == 1:
        return
    one = truth / question.batch
    yield Slip(
        one,
        f"{plain(one)} is for one image: the batch has {question.batch}, {question.batch}*{plain(one)} = "
        f"{written(question, truth)}",
    )


MISCONCEPTION = Misconception(
    "K306",
    "batch-forgotten",
    "the figure is that of one image, not of the batch",
    "Operations and activations grow with the batch: every image has its own. Parameters do not.",
    OPERATIONS | MEMORY,
    _slips,
)
