"""ReLU: max(0, x), cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Operation, Slope
from cnncalc.homework.exact.tensor import Exact


class ReLU(Operation):
    """The slope is 1 where x > 0, and 0 elsewhere, at 0 too."""

    def __init__(self, given: Given) -> None:
        self.input = given.tensor("input", 1, 2, 3, 4)
        self.shape, self.operands = self.input.shape, {"input": self.input}

    def value(self, at: int) -> Exact:
        return max(0, self.input.cells[at])

    def worked(self, at: int) -> str:
        return f"max(0, {self.input.cells[at]})"

    def slopes(self, at: int) -> Iterator[Slope]:
        yield Slope("input", at, int(self.input.cells[at] > 0))


MEANS = {"input": "the upstream gradient passes where x > 0; elsewhere it is 0"}
DEFINITION = Definition(frozenset(("input",)), ReLU, "each output cell is max(0, x)", MEANS)
