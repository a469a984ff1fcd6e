"""K311: the outputs of ReLUs and other layers that work in place counted as memory of their own."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.analysis.report import Row
from cnncalc.homework.misconceptions._counting import MEMORY, is_network, parts, per_unit, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    if question.report is None or not parts(question):
        return
    activations = [
        row for row in question.rows if row.facts and row.facts.layer.role == "activation" and not row.facts.activations
    ]
    behind_convs = [row for row in activations if row.facts and row.facts.output.spatial]
    copies = [row for row in question.rows if row.facts and not row.facts.activations and not row.facts.layer.view]
    told: set[int] = set()
    for rows, words in (
        (activations, "the activation functions' outputs"),
        (behind_convs, "the outputs of the convolutions' activation functions"),
        (copies, "the outputs of all layers that work in place"),
    ):
        more = _values(question, rows)
        if more and more not in told and is_network(question):
            told.add(more)
            yield _slip(question, more, words)


def _values(question: Question, rows: list[Row]) -> int:
    return sum(row.facts.elements for row in rows if row.facts) * question.batch * per_unit(question)


def _slip(question: Question, more: int, words: str) -> Slip:
    right = sum(part.value for part in parts(question))
    return Slip(
        Fraction(right + more),
        f"{words} are counted as memory of their own, {plain(right)} + {plain(more)} = {plain(right + more)}; written over "
        f"their inputs they take none: {written(question, right)}",
    )


MISCONCEPTION = Misconception(
    "K311",
    "relu-copies-counted",
    "the outputs of ReLUs, or of other layers that work in place, were counted as memory of their own",
    "A ReLU works value by value and writes over its input, so it takes no memory of its own; the lectures count its output "
    "once, with the convolution's.",
    MEMORY,
    _slips,
)
