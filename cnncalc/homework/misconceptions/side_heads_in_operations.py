"""K327: the operations of the auxiliary heads counted with the network's."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import OPERATIONS, count, is_network, per_unit, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth, report = count(question), question.report
    if truth is None or report is None or not is_network(question):
        return
    alone, both = (cost.macs * per_unit(question) for cost in (report.totals.cost, report.totals.with_aux))
    if both != alone == truth:
        yield Slip(
            Fraction(both),
            f"the auxiliary heads are counted, {plain(alone)} + {plain(both - alone)} = {plain(both)}; they are there for "
            f"training only, the network has {written(question, truth)}",
        )


MISCONCEPTION = Misconception(
    "K327",
    "side-heads-in-operations",
    "the operations of the auxiliary heads were counted with the network's",
    "Auxiliary heads are used in training only and are told apart; the network's own figures are without them.",
    OPERATIONS,
    _slips,
)
