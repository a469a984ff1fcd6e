"""K445: a grid with its rows as columns."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact.tensor import Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, gradient_of, slips_of, transposed


def _swapped(cells: Tensor) -> Iterator[Way]:
    if len(cells.shape) > 1:
        yield Way("rows and columns are swapped", transposed(cells))


MISCONCEPTION = Misconception(
    "K445",
    "rows-and-columns-swapped",
    "rows and columns are swapped",
    "The first index counts rows downwards, the second columns to the right.",
    frozenset({"values", "gradient"}),
    slips_of(
        values=lambda computation: _swapped(computation.result),
        gradient=lambda computation, of: _swapped(gradient_of(computation, of)),
    ),
)
