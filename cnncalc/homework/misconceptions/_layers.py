"""Figures of a single layer, by the words of `ask`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from cnncalc.homework.rounding import shows
from cnncalc.homework.volumes import SHAPES, size_of
from cnncalc.tensor import DTYPE_BYTES

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.graph import Facts
    from cnncalc.homework.question import Question, Value

#: Counts of one image.
_COUNTS: dict[str, Callable[[Facts], int]] = {
    "weights": lambda facts: facts.weights,
    "biases": lambda facts: facts.biases,
    "filter_params": lambda facts: prod(facts.parameters.get("weight", (0, 0))[1:]) + bool(facts.biases),
    "products": lambda facts: prod(facts.parameters.get("weight", (0, 0))[1:]),
}
#: Those that grow with the batch.
_OF_BATCHES: dict[str, Callable[[Facts], int]] = {
    "macs": lambda facts: facts.macs,
    "flops": lambda facts: 2 * facts.macs,
    "activations": lambda facts: facts.elements,
    "memory": lambda facts: facts.elements,
}


def figure(question: Question, row: Row, ask: str) -> Value | None:
    """What the answer to `ask` would be for one layer, in the question's conventions; None where it has no such figure."""
    facts = row.facts
    if facts is None:
        return None
    if ask == "params":
        left_out = question.options.get("biases") == "left out"
        return Fraction(facts.weights if left_out else facts.params)
    if ask in _COUNTS:
        return Fraction(_COUNTS[ask](facts))
    if ask in _OF_BATCHES:
        passes = 2 if ask == "memory" and question.options.get("backward") == "true" else 1
        each = DTYPE_BYTES[question.report.dtype] * passes if ask == "memory" and question.report is not None else 1
        return Fraction(_OF_BATCHES[ask](facts) * question.batch * each)
    return size_of(question, ask, facts.output) if ask in SHAPES else None


def shown(value: Value) -> str:
    """`55x55x96`, `34,944`."""
    if isinstance(value, tuple):
        return "x".join(map(str, value))
    return shows(value, "number")
