"""Gradients against exact differences: of an operation that is linear in a value, the difference quotient is the derivative."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import yaml

from cnncalc.homework.exact import Computation, read


def flat(value: Any) -> list[Fraction]:
    return [cell for part in value for cell in flat(part)] if isinstance(value, tuple) else [value]


def changed(value: Any, cell: int, step: Fraction) -> Any:
    """The same nested tuple with one of its numbers, counted row by row, larger."""
    left = cell

    def walk(part: Any) -> Any:
        nonlocal left
        if isinstance(part, tuple):
            return tuple(walk(item) for item in part)
        left -= 1
        return part + step if left == -1 else part

    return walk(value)


def loss(computation: Computation) -> Fraction:
    """The loss whose gradient by the output is `upstream`."""
    pairs = zip(flat(computation.output), flat(computation.given["upstream"]), strict=True)
    return sum((cell * above for cell, above in pairs), Fraction(0))


@pytest.mark.parametrize(
    "given",
    [
        "{op: correlation, input: [[1, 2, 3], [4, 5, 6], [7, 8, 10]], filter: [[1, -2], [3, 1/2]], padding: 1, bias: 2,"
        " scale: 2/3, upstream: [[1, 2, 3, 4], [5, 6, 7, 8], [0, -1, -2, -3], [1, 0, 0, 1/2]]}",
        "{op: convolution, input: [1, 2, 3, 4], filter: [1, -2, 4], padding_mode: reflect, padding: 1, upstream: [1, 0, 2, 3]}",
        "{op: correlation, input: [[[1, 2]], [[3, 4]]], filters: [[[[1]], [[2]]], [[[0]], [[-1]]]], bias: [1, 2],"
        " upstream: [[[1, 2]], [[3, 5]]]}",
        "{op: correlation, input: [1, 2, 3, 4, 5], filter: [1, -2], stride: 2, dilation: 2, rounding: floor, upstream: [3, 5]}",
        "{op: deconv, input: [[1, 2], [3, 4]], filter: [[1, 2], [3, 4]], stride: 2, padding: [[0, 1], [1, 0]],"
        " upstream: [[1, 2, 3], [4, 5, 6], [7, 8, 9]]}",
        "{op: avgpool, input: [1, 2, 3], kernel: 2, stride: 1, padding: 1, count_padding: false, upstream: [1, 2, 3, 4]}",
        "{op: maxpool, input: [[1, 9], [3, 5]], kernel: 2, stride: 1, padding: 1, upstream: [[1, 2, 3], [4, 5, 6], [7, 8, 9]]}",
        "{op: globalavgpool, input: [[[1, 2]], [[3, 4]]], upstream: [1, 2]}",
        "{op: relu, input: [1, -2, 3], upstream: [4, 5, 6]}",
        "{op: fc, input: [[1, 2], [3, 4]], weight: [[1, 2, 3, 4], [5, 6, 7, 8]], bias: 1, upstream: [2, 3]}",
        "{op: matmul, input: [[1, 2], [3, 4]], weight: [[1], [-2]], bias: [1], then: relu, upstream: [[2], [3]]}",
        "{op: batchnorm, input: [1, 2, 3], mean: 1, variance: 4, gamma: 3, beta: 1, upstream: [1, 2, 3]}",
        "{op: add, input: [1, 2], skip: [3, 4], upstream: [5, 6]}",
    ],
    ids=lambda given: given.split(",")[0],
)  # fmt: skip
def test_every_gradient_is_a_difference(given: str) -> None:
    computation = read(yaml.load(given, yaml.BaseLoader))
    step = Fraction(1, 1000)
    gradients = computation.gradients()
    assert gradients
    for key, gradient in gradients.items():
        value = computation.given[key]
        for cell, slope in enumerate(flat(gradient)):
            larger = computation.with_(**{key: changed(value, cell, step)})
            assert (loss(larger) - loss(computation)) / step == slope, (key, cell)


@pytest.mark.parametrize("key", ["input", "filter"])
def test_worked_gradients_end_in_them(key: str) -> None:
    given = "{op: correlation, input: [1, 2, 4, 8], filter: [3, 1/5], padding: 1, upstream: [1, 0, -2, 3, 5]}"
    computation = read(yaml.load(given, yaml.BaseLoader))
    for worked, value in zip(computation.worked_gradients(key), flat(computation.gradients()[key]), strict=True):
        left, _, right = worked.rpartition(" = ")
        factors = [term.split("*") for term in left.split(" + ")]
        assert sum(Fraction(a) * Fraction(b) for a, b in factors) == Fraction(right) == value


def test_the_jacobian_times_upstream_is_the_gradient() -> None:
    computation = read(
        {"op": "correlation", "input": [[1, 2], [3, 4]], "filter": [[1, 2]], "padding": 1, "upstream": [[1, 2, 3]] * 4}
    )
    rows: Any = computation.jacobian()
    above = flat(computation.given["upstream"])
    product = [sum((above[row] * rows[row][column] for row in range(12)), Fraction(0)) for column in range(4)]
    assert product == flat(computation.gradients()["input"])
