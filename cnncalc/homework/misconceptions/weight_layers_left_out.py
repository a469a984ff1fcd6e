"""K416: the fully connected layers, or all convolutions, left out of the depth."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import count, plain
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    connected = sum(row.kind == "fc" for row in question.rows)
    if truth is None or not connected or truth <= connected:
        return
    words = f"the {connected} fully connected layers are" if connected > 1 else "the fully connected layer is"
    yield Slip(truth - connected, f"{words} not counted: {plain(truth - connected)} + {connected} = {plain(truth)}")
    if connected > 1:
        yield Slip(truth - 1, f"the last layer, which gives the scores, is not counted: {plain(truth - 1)} + 1 = {plain(truth)}")


MISCONCEPTION = Misconception(
    "K416",
    "weight-layers-left-out",
    "the fully connected layers, or the last of them, were not counted as weight layers",
    "The depth that papers print counts convolutions and fully connected layers alike, the last one, which gives the scores, "
    "too.",
    frozenset({"weight_layers"}),
    _slips,
)
