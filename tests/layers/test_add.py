from __future__ import annotations

import pytest

from tests.conformance import Case, check, facts_of, refused

CASES = [
    Case({}, ("4x4x3", "4x4x3"), "4x4x3", operations={"add": 48}),
    Case({}, ("4x4x3", "4x4x3", "4x4x3"), "4x4x3", operations={"add": 96}),
    Case({}, ("10", "10"), "10", operations={"add": 10}),
    Case({}, ("6x2", "6x2"), "6x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_add(case: Case) -> None:
    check("add", case)


def test_unequal_shapes_are_told_a_projection_that_works() -> None:
    error = refused("add", {}, ("28x28x128", "56x56x64"), "H305", "", "`add` needs equal shapes, found 28x28x128 and 56x56x64")
    assert error.help == ("a projection on the second makes them equal: `conv: {filters: 128, kernel: 1, stride: 2}`",)
    assert str(facts_of("conv", {"filters": 128, "kernel": 1, "stride": 2, "rounding": "floor"}, "56x56x64").output) == "28x28x128"
    error = refused("add", {}, ("9x9x4", "9x9x2"), "H305", "", "found 9x9x4 and 9x9x2")
    assert error.help == ("a projection on the second makes them equal: `conv: {filters: 4, kernel: 1}`",)


@pytest.mark.parametrize("pair", [("10", "12"), ("4x4x3", "48"), ("4x4x3", "5x5x3"), ("4x4x3", "8x4x3"), ("8x8x3", "4x4x3")])
def test_no_projection_where_none_fits(pair: tuple[str, str]) -> None:
    assert refused("add", {}, pair, "H305", "", f"found {pair[0]} and {pair[1]}").help == ()


def test_a_later_input_is_compared_too() -> None:
    refused("add", {}, ("4x4x3", "4x4x3", "4x4x4"), "H305", "", "found 4x4x3 and 4x4x4")
