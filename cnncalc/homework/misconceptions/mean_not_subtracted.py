"""K477: a batch normalisation without the mean."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.operations.batchnorm import BatchNorm
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    operation = computation.operation
    if isinstance(operation, BatchNorm):
        yield from changed(computation, "the mean was not subtracted", mean=0, variance=operation.variance)


MISCONCEPTION = Misconception(
    "K477",
    "mean-not-subtracted",
    "the mean was not subtracted",
    "Batch normalisation first takes the mean away from every cell, then divides by the standard deviation.",
    frozenset({"values"}),
    slips_of(values=_values),
)
