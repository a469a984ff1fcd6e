"""Lists as they are typed, and filters that have a name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.homework.exact import ComputationError, read
from cnncalc.homework.exact.filters import NAMED, flat_words, kernel_response, kernel_sums, named
from cnncalc.homework.exact.listing import parse
from tests.homework.exact.grids import grid


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4 3 2", ["4", "3", "2"]),
        ("4,3,2", ["4", "3", "2"]),
        ("[4, 3, 2]", ["4", "3", "2"]),
        ("[4 3 2]", ["4", "3", "2"]),
        ("[4, 2 1/3]", ["4", "2 1/3"]),
        ("[4]", ["4"]),
        ("4,", ["4"]),
        ("4", "4"),
        ("same", "same"),
        ("3x5", "3x5"),
        ("1 0; 0 1", [["1", "0"], ["0", "1"]]),
        ("1,0;0,1;", [["1", "0"], ["0", "1"]]),
        ("1 0\n0 1\n", [["1", "0"], ["0", "1"]]),
        ("1;", [["1"]]),
        ("[[1, 0], [0, 1]]", [["1", "0"], ["0", "1"]]),
        ("[[1 0]\n [0 1]]", [["1", "0"], ["0", "1"]]),
        ("[[[1]], [[2]]]", [[["1"]], [["2"]]]),
        ("[[1, 2]]", [["1", "2"]]),
        ("[]", []),
        ("", ""),
    ],
)
def test_lists_as_they_are_typed(text: str, value: Any) -> None:
    assert parse("input", text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1, 2", "1 list is not closed by `]`"),
        ("[[1, 2]", "1 list is not closed by `]`"),
        ("1, 2]", "the list ends before the text does"),
        ("]", "a `]` closes a list that was not opened"),
        ("[1] 2", "the list ends before the text does"),
        ("[1] [2]", "the list ends before the text does"),
        ("[,1]", "a number is missing"),
        ("[1,,2]", "a number is missing"),
        ("1,,2", "a number is missing"),
        ("[[1],,[2]]", "a number is missing"),
        ("[" * 50, "lists in lists deeper than"),
        ("1 " * 600_000, "a text of 1,200,000 characters, at most 1,048,576 are read"),
    ],
    ids=lambda text: text[:20],
)
def test_lists_that_are_none(text: str, message: str) -> None:
    with pytest.raises(ComputationError) as refused:
        read({"op": "relu", "input": parse("input", text)})
    assert refused.value.message.startswith(message)


@given(st.text(alphabet="[],; \n1-/x.", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read({"op": "relu", "input": parse("input", text)})
    except ComputationError:
        return
    assert found.output == grid(found.output)


def test_named_filters() -> None:
    sums = {name: [] for name in NAMED}  # type: dict[str, list[Fraction]]
    for name in NAMED:
        for rank in (1, 2):
            scale, cells = named(name, rank)
            sums[name] += kernel_sums(read({"op": "correlation", "input": cells, "filter": cells, "scale": scale}))
    assert sums == {"box": [1, 1], "gauss": [1, 1], "edge": [0, 0], "identity": [1, 1], "sobel-x": [0, 0], "sobel-y": [0, 0]}


@pytest.mark.parametrize(
    ("total", "words"),
    [
        ("0", "sum 0: a flat image gives 0"),
        ("1", "sum 1: a flat image keeps its value"),
        ("14/5", "sum 14/5: a flat image of ones gives 14/5"),
        ("-7", "sum -7: a flat image of ones gives -7"),
    ],
)
def test_what_a_sum_does(total: str, words: str) -> None:
    assert flat_words(Fraction(total)) == words


def test_responses() -> None:
    seen = {image: output.grid() for image, output in kernel_response("correlation", {"filter": [[1, 2], [3, 4]]}).seen}
    assert seen == {
        "flat image of ones": grid([[10]]),
        "vertical edge from 0 to 1": grid([[0, 6, 10]]),
        "horizontal edge from 0 to 1": grid([[0], [7], [10]]),
        "isolated 1": grid([[4, 3], [2, 1]]),
    }
    turned = dict(kernel_response("convolution", {"filter": [[1, 2], [3, 4]]}).seen)
    assert turned["isolated 1"].grid() == grid([[1, 2], [3, 4]])
    row = dict(kernel_response("correlation", {"filter": [1, 2], "bias": 1}).seen)
    assert {image: output.grid() for image, output in row.items()} == {
        "flat image of ones": grid([4]), "edge from 0 to 1": grid([1, 3, 4]), "isolated 1": grid([3, 2]),
    }  # fmt: skip
    deep = dict(kernel_response("correlation", {"filter": [[[1]], [[2]]], "scale": "1/3"}).seen)
    assert deep["flat image of ones"].grid() == grid([[1]])
