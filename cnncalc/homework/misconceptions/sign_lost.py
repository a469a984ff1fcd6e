"""K462: cells with another sign."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact.tensor import Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, gradient_of, slips_of


def _unsigned(cells: Tensor) -> Iterator[Way]:
    yield Way("the minus signs are lost", Tensor(cells.shape, tuple(max(cell, -cell) for cell in cells.cells)))
    yield Way("all signs are turned round", Tensor(cells.shape, tuple(-cell for cell in cells.cells)))


MISCONCEPTION = Misconception(
    "K462",
    "sign-lost",
    "the minus signs are lost, or all signs are turned round",
    "A sum of products may be negative; so may a gradient, whose sign says in which direction the loss grows.",
    frozenset({"values", "gradient"}),
    slips_of(
        values=lambda computation: _unsigned(computation.result),
        gradient=lambda computation, of: _unsigned(gradient_of(computation, of)),
    ),
    rank=20,
)
