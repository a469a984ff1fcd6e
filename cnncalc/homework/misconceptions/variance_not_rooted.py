"""K473: a division by the variance."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.operations.batchnorm import BatchNorm
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    operation = computation.operation
    if isinstance(operation, BatchNorm):
        squares = [root**4 - operation.epsilon for root in operation.root]  # whose root is the variance + epsilon
        said = "the cells were divided by the variance, and not by its root"
        for way in changed(computation, said, mean=operation.mean, variance=squares):
            yield way._replace(worked=None)


MISCONCEPTION = Misconception(
    "K473",
    "variance-not-rooted",
    "the cells were divided by the variance, and not by its root",
    "Batch normalisation divides by the standard deviation, the square root of the variance + epsilon.",
    frozenset({"values"}),
    slips_of(values=_values),
)
