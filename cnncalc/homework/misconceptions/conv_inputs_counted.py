"""K312: a copy of every convolution's input counted beside the outputs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import MEMORY, facts_of, is_network, parts, per_unit, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    found = parts(question)
    if not found or not is_network(question):
        return
    right = sum(part.value for part in found)
    inputs = sum(facts.inputs[0].elements for facts in facts_of(question) if facts.layer.kind == "conv")
    more = inputs * question.batch * per_unit(question)
    if more:
        yield Slip(
            Fraction(right + more),
            f"a copy of every convolution's input is counted beside the outputs, {plain(right)} + {plain(more)} = "
            f"{plain(right + more)}; each array is held once: {written(question, right)}",
        )


MISCONCEPTION = Misconception(
    "K312",
    "conv-inputs-counted",
    "a copy of every convolution's input was counted beside the outputs",
    "A convolution reads the array that the layer before it wrote; that array is in the sum already.",
    MEMORY,
    _slips,
)
