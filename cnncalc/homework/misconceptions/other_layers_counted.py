"""K413: layers without weights counted as weight layers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.misconceptions._counting import count, plain
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None:
        return
    pools = [row for row in question.rows if row.facts and row.facts.layer.stem == "pool"]
    norms = [row for row in question.rows if row.facts and row.facts.layer.role == "norm"]
    both = [*pools, *norms] if pools and norms else []
    others = [row for row in question.rows if row.facts and not row.facts.layer.weighted]
    for rows, words in ((pools, "pools"), (norms, "normalizations"), (both, "pools and normalizations"),
                        (others, "other layers, activation functions among them,")):  # fmt: skip
        if rows:
            yield _slip(truth + len(rows), f"{len(rows)} {words} are counted", truth)
    yield _slip(truth + 1, "the input is counted as a layer", truth)


def _slip(value: Fraction, words: str, truth: Fraction) -> Slip:
    more = value - truth
    return Slip(value, f"{words}: {plain(value)} - {plain(more)} = {plain(truth)} convolutions and fully connected layers")


MISCONCEPTION = Misconception(
    "K413",
    "other-layers-counted",
    "layers without weights of their own, or the input, were counted as weight layers",
    "The depth that papers print counts convolutions and fully connected layers; pools, activation functions and "
    "normalizations are not counted.",
    frozenset({"weight_layers"}),
    _slips,
)
