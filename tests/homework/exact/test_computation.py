"""Values worked by hand, and what a computation can be asked."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import yaml

from cnncalc.homework.exact import ComputationError, read
from tests.homework.exact.grids import grid


@pytest.mark.parametrize(
    ("given", "output"),
    [
        ("{op: correlation, input: [1, 2, 3, 4], filter: [1, 0, -1]}", [-2, -2]),
        ("{op: convolution, input: [1, 2, 3, 4], filter: [1, 0, -1]}", [2, 2]),
        ("{op: convolution, input: [1, 1, 1], filter: [1, 1, 1], padding: 2}", [1, 2, 3, 2, 1]),
        ("{op: correlation, input: [1, 2, 4], filter: [1, 10, 100], padding: 1, padding_mode: reflect}", [212, 421, 242]),
        ("{op: correlation, input: [1, 2, 4], filter: [1, 10, 100], padding: 1, padding_mode: replicate}", [211, 421, 442]),
        ("{op: correlation, input: [1, 2, 4], filter: [1, 10], padding_mode: shrink}", [21, 42]),
        ("{op: correlation, input: [1, 2, 4], filter: [1, 10, 100], padding: [[1, 2]]}", [210, 421, 42, 4]),
        ("{op: correlation, input: [1, 2, 4, 8, 16], filter: [1, 1, 1], dilation: 2}", [21]),
        ("{op: correlation, input: [1, 2, 4, 8], filter: [1, 1, 1], stride: 2, rounding: floor}", [7]),
        ("{op: correlation, input: [3, 6], filter: [1, 1], scale: 1/3, bias: 1/2}", ['7/2']),
        ("{op: correlation, input: [[1, 2], [3, 4]], filter: [[1, 1]], padding: 0x1}", [[1, 3, 2], [3, 7, 4]]),
        ("{op: correlation, input: [[[1, 2]], [[10, 20]]], filter: [[[1, 1]], [[2, 0]]]}", [[23]]),
        ("{op: correlation, input: [[[1, 2]], [[10, 20]]], filters: [[[[1, 1]], [[2, 0]]], [[[0, 1]], [[0, 1]]]], bias: [5, 0]}",
         [[[28]], [[22]]]),
        ("{op: correlation, input: [1, 2], filters: [[1], [3]]}", [[1, 2], [3, 6]]),
        ("{op: deconv, input: [1, 10], filter: [1, 2, 3], stride: 2}", [1, 2, 13, 20, 30]),
        ("{op: deconv, input: [1, 10], filter: [1, 2, 3], stride: 2, padding: 1}", [2, 13, 20]),
        ("{op: maxpool, input: [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], kernel: 2, stride: 2}",
         [[6, 8], [3, 4]]),
        ("{op: maxpool, input: [-3, -2], kernel: 2, stride: 1, padding: 1}", [-3, -2, -2]),
        ("{op: avgpool, input: [3, 6], kernel: 2, stride: 1, padding: 1}", ['3/2', '9/2', 3]),
        ("{op: avgpool, input: [3, 6], kernel: 2, stride: 1, padding: 1, count_padding: false}", [3, '9/2', 6]),
        ("{op: globalavgpool, input: [[[1, 2], [3, 5]], [[0, 0], [0, 1]]]}", ['11/4', '1/4']),
        ("{op: relu, input: [[1, -1/2], [1/3, 0]]}", [[1, 0], ['1/3', 0]]),
        ("{op: fc, input: [[56, 231], [24, 2]], weight: [[0.2, -0.5, 0.1, 2]], bias: 1.1}", ['-484/5']),
        ("{op: matmul, x: [[1, 2]], w: [[3, 4], [5, 6]], b: [10, 20]}", [[23, 36]]),
        ("{op: batchnorm, input: [1, 3], gamma: 2, beta: 1/2}", ['-3/2', '5/2']),
        ("{op: batchnorm, input: [[1, 10], [3, 30]]}", [[-1, -1], [1, 1]]),
        ("{op: batchnorm, input: [[[1, 5]], [[7, 9]]], mean: [1, 5], variance: [4, 16]}", [[[0, 2]], [['1/2', 1]]]),
        ("{op: add, input: [1, 2], skip: [1/2, -2]}", ['3/2', 0]),
        ("{op: add, input: [1, 2], skip: [1/2, -3], then: relu}", ['3/2', 0]),
    ],
)  # fmt: skip
def test_by_hand(given: str, output: Any) -> None:
    assert read(yaml.load(given, yaml.BaseLoader)).output == grid(output)


def test_every_value_is_a_fraction() -> None:
    found = read({"op": "correlation", "input": [1, 2, 3], "filter": [1, 1]})
    assert isinstance(found.output, tuple)
    assert [type(cell) for cell in found.output] == [Fraction, Fraction]
    assert found.given["input"] == grid([1, 2, 3])


@pytest.mark.parametrize(
    ("given", "cell", "worked"),
    [
        ("{op: correlation, input: [[1, 0, 1], [1, 0, 1], [1, 1, 1]], filter: [[-1, -1, -1], [-1, 1, -1], [-1, -1, -1]]}",
         (0, 0), "1*-1 + 0*-1 + 1*-1 + 1*-1 + 0*1 + 1*-1 + 1*-1 + 1*-1 + 1*-1 = -7"),
        ("{op: correlation, input: [0, 0, 1], filter: [-1, 1, -1]}", (0,), "0*-1 + 0*1 + 1*-1 = -1"),
        ("{op: convolution, input: [1, 2], filter: [3, 4]}", (0,), "1*4 + 2*3 = 10"),
        ("{op: correlation, input: [5, 5, 6], filter: [1, 1, 1], scale: 1/3}", (0,), "1/3*(5*1 + 5*1 + 6*1) = 16/3"),
        ("{op: correlation, input: [5, 6], filter: [1, 1, 1], padding: 1, bias: -1}", (1,), "5*1 + 6*1 + 0*1 + -1 = 10"),
        ("{op: correlation, input: [5], filter: [-1], bias: 2, then: relu}", (0,), "max(0, 5*-1 + 2) = max(0, -3) = 0"),
        ("{op: maxpool, input: [[1, 2], [3, 0]], kernel: 2, stride: 1}", (0, 0), "max(1, 2, 3, 0) = 3"),
        ("{op: avgpool, input: [1, 2], kernel: 2, stride: 1, padding: [[0, 1]]}", (1,), "(2 + 0)/2 = 1"),
        ("{op: relu, input: [[1], [-2]]}", (1, 0), "max(0, -2) = 0"),
        ("{op: fc, input: [1, 2], weight: [[3, 4], [5, 6]], bias: [7, 8]}", (1,), "5*1 + 6*2 + 8 = 25"),
        ("{op: matmul, x: [[2, 1, -3]], w: [[3], [2], [3]]}", (0, 0), "2*3 + 1*2 + -3*3 = -1"),
        ("{op: deconv, input: [1, 10], filter: [1, 2, 3], stride: 2}", (2,), "10*1 + 1*3 = 13"),
        ("{op: batchnorm, input: [1, 3], epsilon: 3, gamma: 2, beta: 1}", (1,), "2*(3 - 2)/sqrt(1 + 3) + 1 = 2"),
        ("{op: globalavgpool, input: [1, 2]}", (0,), "(1 + 2)/2 = 3/2"),
        ("{op: add, input: [1], skip: [-2]}", (0,), "1 + -2 = -1"),
    ],
)  # fmt: skip
def test_a_cell_on_the_board(given: str, cell: tuple[int, ...], worked: str) -> None:
    assert read(yaml.load(given, yaml.BaseLoader)).worked(cell) == worked


def test_with_changes_one_thing() -> None:
    found = read({"op": "correlation", "input": [1, 2, 3, 4, 5], "filter": [1, 2, 3], "padding": 1, "bias": 10, "then": "relu"})
    assert found.output == grid([18, 24, 30, 36, 24])
    assert found.with_(bias=None).output == grid([8, 14, 20, 26, 14])
    assert found.with_(op="convolution").output == grid([14, 20, 26, 32, 32])
    assert found.with_(padding=0).output == grid([24, 30, 36])
    assert found.with_(stride=2).output == grid([18, 30, 24])
    assert found.with_(bias=-20, then=None).output == grid([-12, -6, 0, 6, -6])
    assert found.output == grid([18, 24, 30, 36, 24])
    with pytest.raises(ComputationError, match=r"= 2 1/2"):
        found.with_(stride=2, padding=[[0, 1]])


def test_gradients_of_the_lecture() -> None:
    found = read({"op": "relu", "input": [1, -2, 3, -1], "upstream": [4, -1, 5, 9]})
    assert found.gradients() == {"input": grid([4, 0, 5, 0])}
    assert found.jacobian() == grid([[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]])
    assert found.worked_gradients("input") == ["4*1 = 4", "-1*0 = 0", "5*1 = 5", "9*0 = 0"]


def test_gradients_by_hand() -> None:
    found = read({"op": "correlation", "input": [1, 2, 4], "filter": [3, 5], "bias": 1, "upstream": [1, 10]})
    assert found.gradients() == {"input": grid([3, 35, 50]), "filter": grid([21, 42]), "bias": Fraction(11)}
    assert found.jacobian() == grid([[3, 5, 0], [0, 3, 5]])
    assert found.jacobian("filter") == grid([[1, 2], [2, 4]])
    # the second output is 2*3 + 4*5 - 30 < 0: the ReLU after it lets nothing back
    closed = read({"op": "correlation", "input": [1, 2, 4], "filter": [3, 5], "bias": -20, "then": "relu", "upstream": [1, 10]})
    assert closed.gradients()["input"] == grid([0, 30, 50])
    pool = read({"op": "maxpool", "input": [5, 5, 1], "kernel": 2, "stride": 1, "upstream": [1, 10]})
    assert pool.gradients()["input"] == grid([1, 10, 0])


def test_words_for_a_question() -> None:
    found = read({"op": "correlation", "input": [4, 3, 2, -5], "filter": ["1/3"] * 3, "padding": 1})
    said = "Slide the filter `[1/3, 1/3, 1/3]` over the input `[4, 3, 2, -5]` as it is, without turning it (correlation), "
    assert found.phrase() == said + "with zero padding 1."
    assert found.lines()[:2] == ["output [7/3, 3, 0, -1]", "(1): 0*1/3 + 4*1/3 + 3*1/3 = 7/3"]
    relu = read({"op": "relu", "input": [1, -2], "upstream": [4, -1]})
    assert relu.phrase() == "ReLU, max(0, x), of `[1, -2]`. The upstream gradient dL/dy is `[4, -1]`."
    many = read({"op": "relu", "input": list(range(20))}).lines()
    assert (len(many), many[-1]) == (14, "and 8 more cells")
