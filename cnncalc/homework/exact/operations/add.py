"""A sum of two: a skip connection, H(x) = F(x) + x."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact.errors import ComputationError
from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Operation, Slope
from cnncalc.homework.exact.tensor import Exact, described


class Add(Operation):
    """Cell by cell; both have the same shape."""

    def __init__(self, given: Given) -> None:
        self.input, self.skip = given.tensor("input", 1, 2, 3, 4), given.tensor("skip", 1, 2, 3, 4)
        if self.input.shape != self.skip.shape:
            message = f"`skip` is {described(self.skip.shape)}, the input {described(self.input.shape)}"
            raise ComputationError(given.path("skip"), message, "a sum needs equal shapes", code="H304")
        self.shape, self.operands = self.input.shape, {"input": self.input, "skip": self.skip}

    def value(self, at: int) -> Exact:
        return self.input.cells[at] + self.skip.cells[at]

    def worked(self, at: int) -> str:
        return f"{self.input.cells[at]} + {self.skip.cells[at]}"

    def slopes(self, at: int) -> Iterator[Slope]:
        yield Slope("input", at, 1)
        yield Slope("skip", at, 1)


WHAT = "each output cell is the sum of the two cells at its place"
MEANS = {"input": "a sum passes the upstream gradient on as it is", "skip": "the same upstream gradient, past the block"}
DEFINITION = Definition(frozenset(("input", "skip")), Add, WHAT, MEANS)
