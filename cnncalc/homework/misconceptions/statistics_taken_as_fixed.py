"""K474: a gradient that does not pass through mean and variance."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.operations.batchnorm import BatchNorm
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed_gradient, slips_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    operation = computation.operation
    if isinstance(operation, BatchNorm) and not operation.frozen:
        said = "the gradient was not passed on through the mean and the variance"
        yield from changed_gradient(computation, of, said, mean=operation.mean, variance=operation.variance)


MISCONCEPTION = Misconception(
    "K474",
    "statistics-taken-as-fixed",
    "the mean and the variance were taken for fixed numbers",
    "In training the mean and the variance are the batch's own: every cell changes them, so the gradient of each "
    "cell also comes through both.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
