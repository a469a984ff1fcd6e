"""K304: the values of the output where parameters are asked, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import PARAMETERS, count, elements, plain, total, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None:
        return
    right = written(question, truth)
    if question.ask in PARAMETERS:
        found = elements(question)
        yield Slip(
            Fraction(found), f"{plain(found)} are the values of the output{_all(question)}, the activations; it has {right}"
        )
        return
    for figure, words in (("params", "parameters"), ("weights", "weights")):
        found = total(question, figure)
        if found and (figure == "params" or found != total(question, "params")):
            yield Slip(
                Fraction(found), f"{plain(found)} are the {words}, which are learned; the output{_all(question)} holds {right}"
            )


def _all(question: Question) -> str:
    return "s of all layers" if question.whole else ""


MISCONCEPTION = Misconception(
    "K304",
    "activations-for-parameters",
    "the values that a layer puts out were given for its parameters, or the parameters for the values",
    "Parameters are the numbers that are learned, the same for every image; activations are the values that a layer puts out, "
    "one for each place and filter, anew for every image.",
    PARAMETERS | {"activations"},
    _slips,
)
