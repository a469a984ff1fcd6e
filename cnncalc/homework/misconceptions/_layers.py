"""Figures of a single layer, by the words of `ask`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from cnncalc.tensor import AXIS_NAMES, DTYPE_BYTES

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.graph import Facts
    from cnncalc.homework.question import Question, Value

#: Counts of one image.
_COUNTS: dict[str, Callable[[Facts], int]] = {
    "weights": lambda facts: facts.weights,
    "biases": lambda facts: facts.biases,
    "depth": lambda facts: facts.output.channels,
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
    return _sizes(question, facts, ask)


def _sizes(question: Question, facts: Facts, ask: str) -> Value | None:
    spatial, channels = facts.output.spatial, facts.output.channels
    if ask == "output":
        found = (channels, *spatial) if question.layout == "chw" else (*spatial, channels)
        return tuple(map(Fraction, (question.batch, *found) if question.batch > 1 else found))
    if ask == "size":
        return tuple(map(Fraction, spatial)) or None
    if ask in ("height", "width", "length"):
        names = AXIS_NAMES.get(len(spatial), ())
        return Fraction(spatial[names.index(ask)]) if ask in names else None
    return None


def shown(value: Value) -> str:
    """`55x55x96`, `34,944`."""
    if isinstance(value, tuple):
        return "x".join(map(str, value))
    return f"{value.numerator:,}" if isinstance(value, Fraction) and value.denominator == 1 else str(value)
