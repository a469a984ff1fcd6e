"""K447: cells multiplied one by one where rows meet columns."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import FILTERED, Way, filter_of, input_of, slips_of

_SAID = "cells at equal places were multiplied, where each row meets each column and the products are added up"


def _values(computation: Computation) -> Iterator[Way]:
    input, weight = input_of(computation), computation.operation.operands.get("weight")
    if computation.op == "matmul" and weight is not None:
        yield from _product(_SAID, input, weight)
    elif computation.op == "fc" and weight is not None:
        columns = weight.shape[1]
        cells = tuple(cell * input.cells[at % columns] for at, cell in enumerate(weight.cells))
        yield Way("the products of each row were not added up", Tensor(weight.shape, cells))
    elif computation.op in FILTERED and prod(computation.shape) == 1 and (found := filter_of(computation)):
        yield from _product("the products of the window were not added up", input, found[1])


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    if computation.op == "matmul" and of in ("input", "weight"):
        other = computation.operation.operands["weight" if of == "input" else "input"]
        yield from _product(_SAID, computation.upstream, other)


def _product(said: str, left: Tensor, right: Tensor) -> Iterator[Way]:
    if left.shape == right.shape:
        yield Way(said, Tensor(left.shape, tuple(a * b for a, b in zip(left.cells, right.cells, strict=True))))


MISCONCEPTION = Misconception(
    "K447",
    "elementwise-for-matrix-product",
    "cells at equal places were multiplied, and not added up",
    "In a product of matrices each cell is a row times a column, added up; a filter's products are added up to "
    "one number as well.",
    frozenset({"values", "gradient"}),
    slips_of(values=_values, gradient=_gradient),
)
