"""What an operation is: how each cell of its output comes about, and how it answers to each value that was given.

Everything else follows from that, once: the output, the worked sums, the gradients, the Jacobian.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from cnncalc.homework.exact.errors import ComputationError, beyond
from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.tensor import Exact, Tensor, check_cells

_MOST_PRODUCTS = 1_000_000
_MOST_OF_FRACTIONS = 100_000


class Slope(NamedTuple):
    """How fast one cell of the output grows with one value: the local gradient."""

    key: str
    cell: int  # of the value, in row-major order
    slope: Exact


class Operation(ABC):
    """One operation on given values. Cells of the output are counted in row-major order."""

    #: The output's shape.
    shape: tuple[int, ...]
    #: The values that there are gradients of, by key.
    operands: dict[str, Tensor]

    @abstractmethod
    def value(self, at: int) -> Exact:
        """One cell of the output."""

    @abstractmethod
    def worked(self, at: int) -> str:
        """The arithmetic of one cell without its result: `1*-1 + 0*1`."""

    @abstractmethod
    def slopes(self, at: int) -> Iterator[Slope]:
        """How one cell of the output answers to every value that it reads."""


class Definition(NamedTuple):
    """An operation by name. `what` it does and what each gradient `means`, by key, are told beside the figures."""

    keys: frozenset[str]
    build: Callable[[Given], Operation]
    what: str
    means: Mapping[str, str]


class Sums(Operation):
    """Operations whose cells are sums of products of a value and a weight, scaled, and a bias: scale * sum(x*w) + b."""

    weight_first = False

    def __init__(self, given: Given, shape: tuple[int, ...], input: Tensor, weight_key: str, products: int) -> None:
        self.shape, self.input, self.weight_key = shape, input, weight_key
        self.weight = given.values[weight_key]
        self.scale = given.number("scale", 1) if "scale" in given else 1
        check_work(shape, products, input.whole and self.weight.whole)
        self.operands = {"input": input, weight_key: self.weight}
        self.bias: Tensor | None = None
        if "bias" in given:
            self.bias = self.operands["bias"] = given.optional("bias", 0)

    @abstractmethod
    def terms(self, at: int) -> Iterator[tuple[int | None, int]]:
        """The products of one cell: which value (None: a padded cell, which is 0) meets which weight."""

    @abstractmethod
    def bias_of(self, at: int) -> int:
        """Which bias is added to a cell, where there is a list of them."""

    def value(self, at: int) -> Exact:
        values, weights = self.input.cells, self.weight.cells
        total: Exact = sum(values[x] * weights[w] for x, w in self.terms(at) if x is not None)
        found: Exact = self.scale * total + self._added(at)
        return found

    def _added(self, at: int) -> Exact:
        return self.bias.cells[self._bias_index(at)] if self.bias else 0

    def _bias_index(self, at: int) -> int:
        assert self.bias is not None
        return self.bias_of(at) if self.bias.shape else 0

    def worked(self, at: int) -> str:
        products = []
        for x, w in self.terms(at):
            pair = [str(0 if x is None else self.input.cells[x]), str(self.weight.cells[w])]
            products.append("*".join(reversed(pair) if self.weight_first else pair))
        total = " + ".join(products) or "0"
        if self.scale != 1:
            total = f"{self.scale}*({total})"
        return f"{total} + {self._added(at)}" if self.bias else total

    def slopes(self, at: int) -> Iterator[Slope]:
        values, weights, scale = self.input.cells, self.weight.cells, self.scale
        for x, w in self.terms(at):
            if x is not None:
                yield Slope("input", x, scale * weights[w])
                yield Slope(self.weight_key, w, scale * values[x])
        if self.bias:
            yield Slope("bias", self._bias_index(at), 1)


def check_work(shape: tuple[int, ...], products: int, whole: bool) -> None:
    """Refuse what would take long."""
    check_cells("", shape, "cells in the output")
    most = _MOST_PRODUCTS if whole else _MOST_OF_FRACTIONS
    if products > most:
        raise beyond("", f"multiplications{'' if whole else ' of fractions'}", products, most)


def check_biases(given: Given, count: int, of: str) -> None:
    """One bias for all, or one for each of `count`."""
    if "bias" in given and (shape := given.optional("bias", 0).shape) and shape != (count,):
        message = f"`bias` has {shape[0]} numbers for {count} {of}"
        raise ComputationError(given.path("bias"), message, f"one for all, or {count}")
