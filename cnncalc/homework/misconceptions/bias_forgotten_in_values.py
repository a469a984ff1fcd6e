"""K435: an output without its bias."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    if "bias" in computation.given:
        yield from changed(computation, "the bias was not added", bias=None)


MISCONCEPTION = Misconception(
    "K435",
    "bias-forgotten-in-values",
    "the bias was not added",
    "Each output cell is the sum of the products plus the bias of its filter or output.",
    frozenset({"values"}),
    slips_of(values=_values),
)
