"""Average pooling: the mean of each window, in each channel apart."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Slope
from cnncalc.homework.exact.operations.maxpool import KEYS, Pool
from cnncalc.homework.exact.tensor import Exact, exact


class AvgPool(Pool):
    """Padded cells count as zeros of the mean; with `count_padding: false` they do not count."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self.count_padding = given.flag("count_padding", True)

    def _count(self, at: int) -> int:
        return len(self.windows.reads[at % len(self.windows.reads)]) if self.count_padding else len(self.window(at))

    def value(self, at: int) -> Exact:
        return exact(Fraction(sum(self.input.cells[cell] for cell in self.window(at)), self._count(at)))

    def worked(self, at: int) -> str:
        addends = [str(self.input.cells[cell]) for cell in self.window(at)]
        addends += ["0"] * (self._count(at) - len(addends))
        return f"({' + '.join(addends)})/{self._count(at)}"

    def slopes(self, at: int) -> Iterator[Slope]:
        for cell in self.window(at):
            yield Slope("input", cell, Fraction(1, self._count(at)))


MEANS = {"input": "each cell of a window gets an equal share of the upstream gradient"}
DEFINITION = Definition(KEYS | {"count_padding"}, AvgPool, "each output cell is the mean of its window", MEANS)
