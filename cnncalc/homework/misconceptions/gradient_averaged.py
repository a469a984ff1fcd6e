"""K476: a mean of gradients where their sum is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Tensor, exact, flat
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import FILTERED, Place, Way, gradient_of, slips_of, windows_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    windows = windows_of(computation)
    if computation.op == "matmul" and of != "input":
        count, what = computation.shape[0], "rows of the batch"
    elif computation.op in FILTERED and windows is not None and of != "input":
        count, what = len(windows.reads), "places"
    else:
        return
    sums = gradient_of(computation, of)

    def worked(place: Place) -> str:
        total = sums.cells[flat(place, sums.shape)]
        return f"{total}/{count} = {Fraction(total, count)}"

    cells = tuple(exact(Fraction(cell, count)) for cell in sums.cells)
    yield Way(f"the mean over the {count} {what} was taken in place of the sum", Tensor(sums.shape, cells), worked)


MISCONCEPTION = Misconception(
    "K476",
    "gradient-averaged",
    "the gradient was divided by the number of rows or places that it comes from",
    "The gradients of everything that a weight was used for are added up; a mean over the batch belongs to the "
    "loss, and stands in the upstream gradient already.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
