"""A computation on given values: its output, its worked sums, its gradients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any

from cnncalc.homework.exact.errors import ComputationError, beyond
from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Operation, Slope
from cnncalc.homework.exact.operations import definition
from cnncalc.homework.exact.tensor import MOST_CELLS, Exact, Tensor, described, flat, read_tensor
from cnncalc.homework.written import Grid


@dataclass(frozen=True, eq=False)
class Computation:
    """One operation on given values. `read` makes it.

    `given` holds every key that was given, in one form: tensors as nested tuples of Fractions, numbers as Fractions, sizes
    one an axis, `padding` a pair an axis (or a word); strides and paddings that were left out stand there as well.
    """

    op: str
    given: Mapping[str, Any]
    operation: Operation = field(repr=False)
    definition: Definition = field(repr=False)

    @cached_property
    def before(self) -> Tensor:
        """The output without what `then` does to it."""
        shape = self.operation.shape
        return Tensor(shape, tuple(self.operation.value(at) for at in range(prod(shape))))

    @cached_property
    def result(self) -> Tensor:
        """The output."""
        if "then" not in self.given:
            return self.before
        return Tensor(self.before.shape, tuple(max(0, cell) for cell in self.before.cells))

    @property
    def output(self) -> Grid:
        """The output, nested: [H][W] of one map, [K][H][W] of a bank of filters or of channels."""
        return self.result.grid()

    @property
    def shape(self) -> tuple[int, ...]:
        """The output's sizes, channels first."""
        return self.operation.shape

    def worked(self, cell: tuple[int, ...]) -> str:
        """The arithmetic of one cell of the output, counted from 0: `1*-1 + 0*1 = -1`."""
        at = flat(cell, self.shape)
        return f"{self._arithmetic(at)} = {self.result.cells[at]}"

    def _arithmetic(self, at: int) -> str:
        found = self.operation.worked(at)
        if "then" not in self.given:
            return found
        value = str(self.before.cells[at])
        return f"max(0, {found})" if found == value else f"max(0, {found}) = max(0, {value})"

    def slopes(self, at: int) -> Iterator[Slope]:
        """How one cell of the output, counted row by row, answers to the values; none where the ReLU after it is closed."""
        if "then" not in self.given or self.before.cells[at] > 0:
            yield from self.operation.slopes(at)

    @cached_property
    def upstream(self) -> Tensor:
        """dL/dy as given. Raises ComputationError where there is none, or where it is not shaped as the output."""
        if "upstream" not in self.given:
            raise ComputationError("", "gradients need `upstream`, the gradient of the loss by each cell of the output",
                                   f"add `upstream`, shaped as the output: {described(self.shape)}")  # fmt: skip
        return read_tensor("upstream", self.given["upstream"])

    def gradients(self) -> dict[str, Grid]:
        """dL/d(value) for every value that has one, by key, each shaped as the value itself.

        Each is the sum, over the cells of the output, of the upstream gradient times the cell's slope.
        """
        upstream = self.upstream
        found: dict[str, list[Exact]] = {key: [0] * len(operand.cells) for key, operand in self.operation.operands.items()}
        for at, above in enumerate(upstream.cells):
            for key, cell, slope in self.slopes(at) if above else ():
                found[key][cell] += above * slope
        return {key: Tensor(operand.shape, tuple(found[key])).grid() for key, operand in self.operation.operands.items()}

    def worked_gradients(self, key: str) -> list[str]:
        """The sum of upstream*slope behind each cell of a gradient, in row-major order: `2*3 + 3*2 + -3*1 + 9*-1 = 0`."""
        addends: list[list[str]] = [[] for _ in self.operation.operands[key].cells]
        totals: list[Exact] = [0] * len(addends)
        for at, above in enumerate(self.upstream.cells):
            for of, cell, slope in self.slopes(at):
                if of == key:
                    addends[cell].append(f"{above}*{slope}")
                    totals[cell] += above * slope
        worked = zip(addends, totals, strict=True)
        return [f"{' + '.join(one)} = {total}" if one else "nothing comes back to it: 0" for one, total in worked]

    def jacobian(self, key: str = "input") -> Grid:
        """dy/d(value): a row for each cell of the output, a column for each of the value, both in row-major order.

        Raises ComputationError where that is more than 4,096 cells.
        """
        rows, columns = len(self.result.cells), len(self.operation.operands[key].cells)
        if rows * columns > MOST_CELLS:
            raise beyond("", "cells in the Jacobian", rows * columns, MOST_CELLS)
        cells: list[Exact] = [0] * (rows * columns)
        for at in range(rows):
            for of, cell, slope in self.slopes(at):
                if of == key:
                    cells[at * columns + cell] += slope
        return Tensor((rows, columns), tuple(cells)).grid()

    def with_(self, **changes: Any) -> Computation:
        """The same with other values, as `stride=1`, `op="convolution"`; None takes a key away. Raises as `read` does."""
        return read({**self.given, "op": self.op, **changes})

    def phrase(self) -> str:
        """What is calculated, in one or two sentences of Markdown."""
        from cnncalc.homework.exact.wording import phrase

        return phrase(self)

    def lines(self) -> list[str]:
        """The output, then its first cells with their arithmetic."""
        from cnncalc.homework.exact.wording import lines

        return lines(self)


def read(given: Mapping[str, Any]) -> Computation:
    """A computation from plain data: `op` and its keys, numbers as ints, Fractions or texts, tensors as nested lists.

    Further keys of every operation: `then: relu`, and `upstream`, the gradient dL/dy. Raises ComputationError.
    """
    op = given.get("op")
    found = definition(op)
    keys = Given(str(op), given)
    keys.only((*found.keys, "then", "upstream"))
    operation = found.build(keys)
    if "then" in keys:
        keys.word("then", ("relu",))
    if "upstream" in keys:
        shape = keys.tensor("upstream").shape
        if shape != operation.shape:
            message = f"`upstream` is {described(shape)}, the output {described(operation.shape)}"
            raise ComputationError("upstream", message, "dL/dy is shaped as y", code="H304")
    values = {key: value.grid() if isinstance(value, Tensor) else value for key, value in keys.values.items()}
    return Computation(str(op), values, operation, found)
