"""K469: a gradient halved at a sum."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Tensor, exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, slips_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    if computation.op == "add":
        above = computation.upstream
        halves = tuple(exact(Fraction(cell, 2)) for cell in above.cells)
        yield Way("the gradient was halved, and a sum passes all of it to both sides", Tensor(above.shape, halves))


MISCONCEPTION = Misconception(
    "K469",
    "gradient-split-at-sum",
    "the gradient was shared by the two sides of a sum",
    "A sum passes the whole upstream gradient to each of its sides.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
