"""K315: the additions of the biases counted as multiply-adds."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import OPERATIONS, count, facts_of, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    additions = sum(facts.elements for facts in facts_of(question) if facts.biases and facts.layer.weighted) * question.batch
    if truth is None or not additions:
        return
    for each in (1, 2) if question.ask == "flops" else (1,):
        more = each * additions
        words = f"2*{plain(additions)}" if each == 2 else plain(more)
        yield Slip(
            truth + more,
            f"the biases are counted, one at each value of the output: {plain(truth)} + {words} = {plain(truth + more)}; "
            f"nothing is multiplied there, it is {written(question, truth)}",
        )


MISCONCEPTION = Misconception(
    "K315",
    "bias-in-macs",
    "adding the biases was counted among the multiply-adds",
    "A multiply-add belongs to a weight. A bias is added once to each value of the output and multiplied with nothing; it is "
    "left out.",
    OPERATIONS,
    _slips,
)
