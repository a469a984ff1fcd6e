"""K322: what a layer reads counted beside what it puts out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import MEMORY, count, facts_of, is_network, parts, per_unit, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None or (question.whole and not (parts(question) and is_network(question))):
        return
    each = question.batch * per_unit(question)
    if not question.whole:
        inputs = sum(shape.elements for facts in facts_of(question) for shape in facts.inputs) * each
        yield Slip(
            truth + inputs,
            f"the input is counted with the output, {plain(inputs)} + {plain(truth)} = {plain(truth + inputs)}; the output "
            f"alone takes {written(question, truth)}",
        )
        return
    counted = [facts for facts in facts_of(question) if facts.activations]
    value = sum(facts.inputs[0].elements + facts.elements for facts in counted) * each
    yield Slip(
        Fraction(value),
        f"every layer's input and output are added, {plain(value)} in all; what one layer puts out and the next reads is one "
        f"array: {written(question, truth)}",
    )


MISCONCEPTION = Misconception(
    "K322",
    "inputs-counted",
    "the input of the layer was counted beside its output",
    "A layer's input is the output of the layer before it and is counted there.",
    MEMORY,
    _slips,
    rank=12,
)
