"""Computations that are refused: which key is at fault, and what is said of it; and hostile ones."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import pytest
import yaml

from cnncalc.homework.exact import ComputationError, read
from tests.homework.exact.grids import filled


@pytest.mark.parametrize(
    ("given", "key", "message"),
    [
        ("{}", "", "the computation needs `op`"),
        ("{op: corelation}", "op", "there is no operation `corelation`"),
        ("{op: relu}", "", "`relu` needs `input`"),
        ("{op: relu, input: 3}", "input", "`input` must be a list or rows of numbers or channels of rows of numbers or "),
        ("{op: relu, input: [1], stride: 1}", "stride", "`relu` takes no `stride`"),
        ("{op: relu, input: [1], x: [1]}", "x", "`input` and `x` both give the input"),
        ("{op: relu, input: [1, one]}", "input[1]", "`one` is no number"),
        ("{op: relu, input: [1/0]}", "input[0]", "`1/0` divides by zero"),
        ("{op: relu, input: [[1, 2], [3]]}",
         "input[1]", "a list of 1 where the first one is a list of 2: all rows must be equally long"),
        ("{op: relu, input: [[1], 3]}",
         "input[1]", "one number where the first one is a list of 1: all rows must be equally long"),
        ("{op: relu, input: []}", "input", "an empty list"),
        ("{op: relu, input: [1], then: gelu}", "then", "`then` cannot be `gelu`"),
        ("{op: relu, input: [1], upstream: [1, 2]}", "upstream", "`upstream` is 2, the output 1"),
        ("{op: correlation, input: [[1, 2]], filter: [1]}",
         "filter", "`filter` must be rows of numbers as the input of 1x2 is, found 1"),
        ("{op: correlation, input: [[[1, 1]], [[1, 1]]], filter: [[[1]], [[1]], [[1]]]}",
         "filter", "the filter has 3 channels, the input 2"),
        ("{op: correlation, input: [1, 2], filter: [1], filters: [[1]]}",
         "filters", "`filter` and `filters` both give the filters"),
        ("{op: correlation, input: [1, 2], filters: [[1], [2]], bias: [1, 2, 3]}",
         "bias", "`bias` has 3 numbers for 2 filters"),
        ("{op: correlation, input: [1, 2], filter: [1, 1, 1]}",
         "", "length: a kernel of 3 is larger than the padded input of 2: "),
        ("{op: correlation, input: [[1, 1, 1], [1, 1, 1], [1, 1, 1]], filter: [[1, 1], [1, 1]], stride: 2}",
         "stride", "height and width: the windows do not fit: (3 + 2*0 - 2)/2 + 1 = 1 1/2"),
        ("{op: correlation, input: [1, 2], filter: [1], stride: 1/2}",
         "stride", "`stride` must be a whole number from 1 to 4,096, found `1/2`"),
        ("{op: correlation, input: [1, 2], filter: [1], stride: [1, 1]}", "stride", "`stride` has 2 sizes for 1 axis"),
        ("{op: correlation, input: [1, 2], filter: [1], padding: smae}", "padding", "`padding` cannot be `smae`"),
        ("{op: correlation, input: [[1, 2]], filter: [[1]], padding: [[1, 2]]}",
         "padding", "`padding` needs before and after on each axis, as in [[1, 2], [0, 1]]"),
        ("{op: correlation, input: [1, 2], filter: [1], padding: 2, padding_mode: reflect}",
         "padding", "reflecting 2 cells needs an input of at least 3, found 2"),
        ("{op: correlation, input: [1, 2], filter: [1], padding: 1, padding_mode: shrink}",
         "padding", "`padding_mode: shrink` pads nothing"),
        ("{op: maxpool, input: [1, 2], kernel: 1}", "", "`maxpool` needs `stride`"),
        ("{op: maxpool, input: [1, 2], kernel: 1, stride: 1, padding: 1}", "padding", "a window lies wholly in the padding"),
        ("{op: deconv, input: [1], filter: [1], padding: 1}",
         "padding", "the padding takes everything away: (1 - 1)*1 - 1 - 1 + 1 = -1"),
        ("{op: fc, input: [1, 2], weight: [[1]]}", "weight", "each row of `weight` has 1 numbers, the input 2"),
        ("{op: matmul, x: [[1, 2]], w: [[1]]}", "w", "x has 2 columns, w has 1 rows"),
        ("{op: add, input: [1, 2], skip: [1]}", "skip", "`skip` is 1, the input 2"),
        ("{op: batchnorm, input: [1, 2], mean: 1}", "", "`mean` and `variance` go together"),
        ("{op: batchnorm, input: [1, 1]}", "input", "the variance 0 + epsilon 0 = 0 is not above 0"),
        ("{op: batchnorm, input: [1, 2], mean: 0, variance: 2}",
         "variance", "the variance 2 + epsilon 0 = 2 has no rational square root"),
        ("{op: batchnorm, input: [[1, 2]], mean: [1, 2, 3], variance: 1}", "mean", "`mean` has 3 numbers for 2 features"),
        ("{op: batchnorm, input: [1, 2], mean: [0], variance: [15/4], epsilon: 1/8}",
         "variance", "the variance 15/4 + epsilon 1/8 = 31/8 has no rational square root"),
    ],
)  # fmt: skip
def test_refusals(given: str, key: str, message: str) -> None:
    with pytest.raises(ComputationError) as refused:
        read(yaml.load(given, yaml.BaseLoader))
    assert (refused.value.key, refused.value.message[: len(message)]) == (key, message)
    assert all(line and not line.endswith(".") for line in refused.value.help)


@pytest.mark.parametrize(
    ("value", "found"), [(0.5, "an inexact number"), (True, "no number"), (None, "no number"), ([1], "a list")]
)
def test_only_exact_numbers_are_numbers(value: Any, found: str) -> None:
    with pytest.raises(ComputationError, match=f"a number is needed here, found {found}"):
        read({"op": "batchnorm", "input": [1, 3], "epsilon": value if value is not None else {}})


@pytest.mark.parametrize("text", ["1/3", " 2 1/3 ", "-0.25", "+.5", "1e-5", "-2 1/2", "\u22123", "1E3", "10/4", "7."])
def test_numbers_as_people_write_them(text: str) -> None:
    wanted = {"2 1/3": "7/3", "-2 1/2": "-5/2", "\u22123": "-3", "7.": "7"}.get(text.strip(), text.strip())
    assert read({"op": "add", "input": [text], "skip": [0]}).output == (Fraction(wanted),)


def test_a_gradient_needs_the_upstream_one() -> None:
    with pytest.raises(ComputationError, match="gradients need `upstream`"):
        read({"op": "relu", "input": [1]}).gradients()


def _deep(depth: int) -> Any:
    found: Any = 1
    for _ in range(depth):
        found = [found]
    return found


PRIMES = [2**61 - 1, 2**31 - 1, 2**19 - 1, 2**17 - 1, 2**13 - 1]
POWERS = [p**k for k in (1, 2, 3) for p in PRIMES]
FRACTIONS = "207,936 multiplications of fractions, at most 100,000"
BANK = {"input": filled((16, 16, 16), 1), "filters": filled((10, 16, 5, 5), 1), "padding": 2}
HOSTILE: dict[str, tuple[dict[str, Any], str]] = {
    "many cells": ({"op": "relu", "input": [0] * 4_097}, "4,097 cells or more, at most 4,096"),
    "many cells in rows": ({"op": "relu", "input": filled((70, 70), 0)}, "cells or more, at most 4,096"),
    "deep": ({"op": "relu", "input": _deep(5_000)}, "lists in lists deeper than 4 levels"),
    "long number": ({"op": "relu", "input": ["9" * 61]}, "a number of 61 characters"),
    "large int": ({"op": "relu", "input": [10**60]}, "a number of more than 60 digits"),
    "very large int": ({"op": "relu", "input": [1 << 100_000]}, "a number of more than 60 digits"),
    "exponent": ({"op": "relu", "input": ["1e999999999"]}, "is beyond 10^18"),
    "endless exponent": ({"op": "relu", "input": ["1e" + "9" * 50]}, "is beyond 10^18"),
    "denominators": ({"op": "relu", "input": [f"1/{power}" for power in POWERS]}, "common denominator of more than 60 digits"),
    "padding": ({"op": "correlation", "input": [1], "filter": [1], "padding": 4_096}, "8,193 cells in the output"),
    "padding beyond": ({"op": "correlation", "input": [1], "filter": [1], "padding": 10**9}, "from 0 to 4,096"),
    "deconv": ({"op": "deconv", "input": [1, 1, 1], "filter": [1], "stride": 4_096}, "8,193 cells in the output"),
    "products": ({"op": "correlation", "input": filled((64, 64), 1), "filter": filled((32, 32), 1)}, "1,115,136 multiplications"),
    "of fractions": ({"op": "correlation", "input": filled((64, 64), "1/3"), "filter": filled((8, 8), 1)}, FRACTIONS),
    "of filters": ({"op": "correlation", **BANK}, "1,024,000 multiplications, at most 1,000,000"),
    "own statistics": ({"op": "batchnorm", "input": [1, 3] * 2_000, "upstream": [1] * 4_000}, "16,000,000 multiplications"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sizes_are_refused_at_once(name: str) -> None:
    given, message = HOSTILE[name]
    start = time.process_time()
    with pytest.raises(ComputationError) as refused:
        read(given)
    assert message in refused.value.message
    assert time.process_time() - start < 1


def test_a_large_jacobian_is_refused() -> None:
    with pytest.raises(ComputationError, match="10,000 cells in the Jacobian, at most 4,096"):
        read({"op": "relu", "input": [1] * 100}).jacobian()
