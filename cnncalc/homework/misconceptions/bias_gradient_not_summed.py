"""K467: the gradient of a bias without its sum."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, slips_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    if of == "bias":
        yield Way("the upstream gradient was not added up over the cells that the bias reaches", computation.upstream)
        if computation.op == "matmul":
            above = computation.upstream
            rows, columns = above.shape
            sums = tuple(sum(above.cells[row * columns : (row + 1) * columns]) for row in range(rows))
            said = "each row of the upstream gradient was added up, and a bias belongs to a column"
            yield Way(said, Tensor((rows,), sums))


MISCONCEPTION = Misconception(
    "K467",
    "bias-gradient-not-summed",
    "the upstream gradient was passed on to the bias without adding it up",
    "A bias is added to many cells: its gradient is the sum of their upstream gradients, over the batch or over "
    "all places of its map.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
