"""A fully connected layer: y = W x + b."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact.errors import ComputationError
from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Sums, check_biases


class FullyConnected(Sums):
    """`weight` has a row for each output; an input of rows or channels is flattened, row by row, channel by channel."""

    weight_first = True

    def __init__(self, given: Given) -> None:
        input, weight = given.tensor("input", 1, 2, 3), given.tensor("weight", 2)
        self.outputs, self.width = weight.shape
        if self.width != len(input.cells):
            message = f"each row of `weight` has {self.width} numbers, the input {len(input.cells)}"
            raise ComputationError(given.path("weight"), message, "y = W x: one column of W for each input", code="H304")
        check_biases(given, self.outputs, "outputs")
        super().__init__(given, (self.outputs,), input, "weight", self.outputs * self.width)

    def terms(self, at: int) -> Iterator[tuple[int | None, int]]:
        for column in range(self.width):
            yield column, at * self.width + column

    def bias_of(self, at: int) -> int:
        return at


WHAT = "y = W x + b: each output is one row of W times x, plus its bias"
MEANS = {
    "input": "W^T (dL/dy): an input gets, from every output, the upstream gradient times the weight between them",
    "weight": "(dL/dy) x^T: a weight gets the upstream gradient of its output times its input",
    "bias": "dL/dy itself; one bias for all gets their sum",
}
DEFINITION = Definition(frozenset(("input", "weight", "bias")), FullyConnected, WHAT, MEANS)
