"""A product of matrices: y = x w, the rows of x a batch."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact.errors import ComputationError
from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Sums, check_biases


class MatMul(Sums):
    """x [N x D] times w [D x M] is y [N x M]; a bias has M numbers, one a column of y."""

    def __init__(self, given: Given) -> None:
        input, weight = given.tensor("input", 2), given.tensor("weight", 2)
        self.rows, self.inner = input.shape
        self.columns = weight.shape[1]
        if weight.shape[0] != self.inner:
            message = f"x has {self.inner} columns, w has {weight.shape[0]} rows"
            raise ComputationError(given.path("weight"), message, "y = x w needs as many rows of w as columns of x", code="H304")
        check_biases(given, self.columns, "columns")
        super().__init__(given, (self.rows, self.columns), input, "weight", self.rows * self.columns * self.inner)

    def terms(self, at: int) -> Iterator[tuple[int | None, int]]:
        row, column = divmod(at, self.columns)
        for d in range(self.inner):
            yield row * self.inner + d, d * self.columns + column

    def bias_of(self, at: int) -> int:
        return at % self.columns


WHAT = "y = x w: each output cell is a row of x times a column of w"
MEANS = {
    "input": "(dL/dy) w^T: a cell of row n touches row n of y alone, by the weights of its row of w",
    "weight": "x^T (dL/dy): summed over the rows of the batch",
    "bias": "the columns of dL/dy, summed over the rows of the batch",
}
DEFINITION = Definition(frozenset(("input", "weight", "bias")), MatMul, WHAT, MEANS)
