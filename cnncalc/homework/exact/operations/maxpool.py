"""Max pooling: the largest cell of each window, in each channel apart. Padded cells are never the largest."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from cnncalc.homework.exact.errors import ComputationError
from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Operation, Slope, check_work
from cnncalc.homework.exact.tensor import Exact
from cnncalc.homework.exact.windows import SLIDING, channels_of, windows


class Pool(Operation):
    """Windows over each channel apart."""

    def __init__(self, given: Given) -> None:
        self.input = given.tensor("input", 1, 2, 3)
        channels, spatial = channels_of(self.input.shape)
        kernel = given.sizes("kernel", len(spatial), None)
        if "stride" not in given:
            raise ComputationError("", f"`{given.op}` needs `stride`", "add `stride`, one size or one an axis")
        self.windows = windows(given, spatial, kernel)
        self.plane = prod(spatial)
        self.shape = (channels, *self.windows.places) if len(self.input.shape) == 3 else self.windows.places
        self.operands = {"input": self.input}
        check_work(self.shape, prod(self.shape) * prod(kernel), self.input.whole)
        if any(not any(cell is not None for cell in reads) for reads in self.windows.reads):
            raise ComputationError(
                given.path("padding"), "a window lies wholly in the padding", "pad less than the kernel's size", code="H303"
            )

    def window(self, at: int) -> list[int]:
        """The cells that a window reads, those of the padding left out."""
        channel, place = divmod(at, len(self.windows.reads))
        return [channel * self.plane + source for source in self.windows.reads[place] if source is not None]


class MaxPool(Pool):
    """The gradient goes to the first of several largest, as in PyTorch."""

    def value(self, at: int) -> Exact:
        return self.input.cells[self._largest(at)]

    def _largest(self, at: int) -> int:
        return max(self.window(at), key=self.input.cells.__getitem__)

    def worked(self, at: int) -> str:
        return f"max({', '.join(str(self.input.cells[cell]) for cell in self.window(at))})"

    def slopes(self, at: int) -> Iterator[Slope]:
        yield Slope("input", self._largest(at), 1)


KEYS = SLIDING | {"input", "kernel"}
MEANS = {"input": "the upstream gradient goes to the largest cell of each window, the first of several; the others get 0"}
DEFINITION = Definition(KEYS, MaxPool, "each output cell is the largest cell of its window", MEANS)
