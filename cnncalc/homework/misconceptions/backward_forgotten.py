"""K307: the forward pass alone where both passes are asked, or the backward pass counted where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import MEMORY, OPERATIONS, count, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None:
        return
    right = written(question, truth)
    if question.options.get("backward") == "true":
        yield Slip(truth / 2, f"the gradients are missing: one for each value, 2*{plain(truth / 2)} = {right}")
    elif question.ask in MEMORY:
        yield Slip(
            truth * 2,
            f"a gradient for each value is counted too, 2*{plain(truth)} = {plain(truth * 2)}; forward only it is {right}",
        )
    else:
        yield Slip(
            truth * 3,
            f"the backward pass is counted too, about twice the work again, 3*{plain(truth)} = {plain(truth * 3)}; forward only "
            f"it is {right}",
        )


MISCONCEPTION = Misconception(
    "K307",
    "backward-forgotten",
    "the gradients of the backward pass were left out where they are asked, or counted where they are not",
    "The backward pass needs a gradient for each activation, which doubles their memory; forward alone needs none. It takes "
    "about twice the operations of the forward pass.",
    OPERATIONS | MEMORY,
    _slips,
)
