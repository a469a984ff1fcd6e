"""Global average pooling: one mean a channel."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod

from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Operation, Slope
from cnncalc.homework.exact.tensor import Exact, exact
from cnncalc.homework.exact.windows import channels_of


class GlobalAvgPool(Operation):
    """A list of as many means as there are channels."""

    def __init__(self, given: Given) -> None:
        self.input = given.tensor("input", 1, 2, 3)
        channels, spatial = channels_of(self.input.shape)
        self.size, self.shape, self.operands = prod(spatial), (channels,), {"input": self.input}

    def _cells(self, at: int) -> range:
        return range(at * self.size, (at + 1) * self.size)

    def value(self, at: int) -> Exact:
        return exact(Fraction(sum(self.input.cells[cell] for cell in self._cells(at)), self.size))

    def worked(self, at: int) -> str:
        return f"({' + '.join(str(self.input.cells[cell]) for cell in self._cells(at))})/{self.size}"

    def slopes(self, at: int) -> Iterator[Slope]:
        for cell in self._cells(at):
            yield Slope("input", cell, Fraction(1, self.size))


MEANS = {"input": "each cell of a channel gets an equal share of the upstream gradient"}
DEFINITION = Definition(frozenset(("input",)), GlobalAvgPool, "each output cell is the mean of a whole channel", MEANS)
