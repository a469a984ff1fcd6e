"""K470: a residual sum without one of its sides."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    if computation.op != "add":
        return
    left, right = computation.operation.operands["input"], computation.operation.operands["skip"]
    for said, cells in (
        ("the skip connection was not added", left.cells),
        ("this is what the skip connection brings alone", right.cells),
        ("the two sides were multiplied, and they are added", tuple(a * b for a, b in zip(left.cells, right.cells, strict=True))),
    ):
        closed = tuple(max(0, cell) for cell in cells) if "then" in computation.given else cells
        yield Way(said, Tensor(left.shape, closed))


MISCONCEPTION = Misconception(
    "K470",
    "skip-forgotten",
    "one side of the sum is left out, or the sides were multiplied",
    "A skip connection adds the block's input to its output: H(x) = F(x) + x, cell by cell.",
    frozenset({"values"}),
    slips_of(values=_values),
)
