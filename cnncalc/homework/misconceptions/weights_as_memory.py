"""K319: the bytes of the parameters where those of the activations are asked, or both together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import count, plain, total, value_bytes, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None or question.report is None:
        return
    size, right = value_bytes(question), written(question, truth)
    figures = {"parameters": total(question, "params"), "weights": total(question, "weights")}
    for words, found in figures.items():
        if found and (words == "parameters" or found != figures["parameters"]):
            value = found * size
            yield Slip(
                Fraction(value),
                f"{plain(found)} {words} * {size} bytes = {plain(value)}, but the values of the output are asked: {right}",
            )
    value = figures["parameters"] * size
    if value:
        yield Slip(
            truth + value,
            f"the parameters' bytes are counted too, {plain(truth)} + {plain(value)} = {plain(truth + value)}; the values alone "
            f"take {right}",
        )


MISCONCEPTION = Misconception(
    "K319",
    "weights-as-memory",
    "the bytes of the parameters were given for those of the activations, or added to them",
    "The memory asked for is that of the values which the layers put out; the parameters are stored apart from them.",
    frozenset({"memory"}),
    _slips,
)
