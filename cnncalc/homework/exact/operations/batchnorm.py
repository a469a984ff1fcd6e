"""Batch normalisation: (x - mean)/sqrt(variance + epsilon) * gamma + beta, exactly, so only where the root is rational."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

from cnncalc.homework.exact.errors import ComputationError
from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Operation, Slope, check_work
from cnncalc.homework.exact.tensor import Exact, Tensor, exact


class BatchNorm(Operation):
    """A list is one feature over a batch, rows are a batch of features `[N][D]`, and `[C][H][W]` has one set a channel.

    `mean` and `variance` as given are frozen, as at inference; left out, both are the input's own (the variance over n, not
    n - 1), and the gradient passes through them, as in training. `epsilon` is 0 unless it is given.
    """

    def __init__(self, given: Given) -> None:
        self.input = given.tensor("input", 1, 2, 3)
        self.shape = self.input.shape
        depth = len(self.shape)
        self.sets = 1 if depth == 1 else self.shape[1] if depth == 2 else self.shape[0]
        self.size = len(self.input.cells) // self.sets
        if ("mean" in given) != ("variance" in given):
            raise ComputationError("", "`mean` and `variance` go together", "leave both out for those of the input")
        self.frozen = "mean" in given
        if "upstream" in given and not self.frozen:
            check_work(self.shape, self.sets * self.size**2, False)
        self.gamma, self.beta = self._each(given, "gamma", 1), self._each(given, "beta", 0)
        self.mean = self._each(given, "mean", 0) if self.frozen else [self._average(self._cells(s)) for s in range(self.sets)]
        self.variance = self._each(given, "variance", 1) if self.frozen else [self._own_variance(s) for s in range(self.sets)]
        self.epsilon = given.number("epsilon", 0)
        self.root = [self._root(given, variance) for variance in self.variance]
        self.operands = {"input": self.input}
        self.operands |= {key: given.values[key] for key in ("gamma", "beta") if key in given}

    def _each(self, given: Given, key: str, default: Exact) -> list[Exact]:
        """One number for all features, or one for each."""
        found: Tensor = given.optional(key, default)
        if found.shape not in ((), (self.sets,)):
            message = f"`{key}` has {found.shape[0]} numbers for {self.sets} {'channels' if len(self.shape) == 3 else 'features'}"
            raise ComputationError(given.path(key), message, f"one for all, or {self.sets}")
        return list(found.cells) * (1 if found.shape else self.sets)

    def _set(self, at: int) -> int:
        """The feature or channel of a cell."""
        return at % self.sets if len(self.shape) == 2 else at // self.size

    def _cells(self, set: int) -> range:
        return (
            range(set, len(self.input.cells), self.sets)
            if len(self.shape) == 2
            else range(set * self.size, (set + 1) * self.size)
        )

    def _average(self, cells: range) -> Exact:
        return exact(Fraction(sum(self.input.cells[cell] for cell in cells), self.size))

    def _own_variance(self, set: int) -> Exact:
        return exact(Fraction(sum((self.input.cells[cell] - self.mean[set]) ** 2 for cell in self._cells(set)), self.size))

    def _root(self, given: Given, variance: Exact) -> Exact:
        """sqrt(variance + epsilon), which must be rational and above 0."""
        square = Fraction(variance + self.epsilon)
        root = Fraction(isqrt(max(square.numerator, 0)), isqrt(square.denominator))
        if square <= 0 or root * root != square:
            said = f"the variance {variance} + epsilon {self.epsilon} = {square}"
            message = f"{said} has no rational square root" if square > 0 else f"{said} is not above 0"
            help = "choose numbers whose variance + epsilon is a square, such as 4 or 1/9"
            raise ComputationError(given.path("variance" if self.frozen else "input"), message, help, code="H304")
        return exact(root)

    def _normal(self, at: int) -> Exact:
        set = self._set(at)
        return exact(Fraction(self.input.cells[at] - self.mean[set]) / self.root[set])

    def value(self, at: int) -> Exact:
        set = self._set(at)
        return self.gamma[set] * self._normal(at) + self.beta[set]

    def worked(self, at: int) -> str:
        set = self._set(at)
        gamma = f"{self.gamma[set]}*" if "gamma" in self.operands else ""
        beta = f" + {self.beta[set]}" if "beta" in self.operands else ""
        added = f" + {self.epsilon}" if self.epsilon else ""
        return f"{gamma}({self.input.cells[at]} - {self.mean[set]})/sqrt({self.variance[set]}{added}){beta}"

    def slopes(self, at: int) -> Iterator[Slope]:
        set = self._set(at)
        slope = Fraction(self.gamma[set]) / self.root[set]
        if self.frozen:
            yield Slope("input", at, slope)
        else:
            for cell in self._cells(set):  # through the mean and the variance, every cell of the set counts
                away = Fraction(1 + self._normal(at) * self._normal(cell), self.size)
                yield Slope("input", cell, slope * (int(cell == at) - away))
        for key, own in (("gamma", self._normal(at)), ("beta", 1)):
            if key in self.operands:
                yield Slope(key, set if self.operands[key].shape else 0, own)


KEYS = frozenset(("input", "mean", "variance", "gamma", "beta", "epsilon"))
MEANS = {
    "input": "the upstream gradient times gamma/sqrt(variance + epsilon), less what comes through its own mean and variance",
    "gamma": "the sum of the upstream gradients times the normalised values",
    "beta": "the sum of the upstream gradients",
}
DEFINITION = Definition(KEYS, BatchNorm, "y = gamma*(x - mean)/sqrt(variance + epsilon) + beta", MEANS)
