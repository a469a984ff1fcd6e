from __future__ import annotations

import pytest

from cnncalc.api import loads
from tests.conformance import Case, check, refused

CASES = [
    Case({}, ("4x4x3", "4x4x3"), "4x4x3", operations={"add": 48}),
    Case({}, ("4x4x3", "4x4x3", "4x4x3"), "4x4x3", operations={"add": 96}),
    Case({}, ("10", "10"), "10", operations={"add": 10}),
    Case({}, ("6x2", "6x2"), "6x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_add(case: Case) -> None:
    check("add", case)


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (("9x9x4", "9x9x2"), "of the second makes them equal: `conv: {filters: 4, kernel: 1}`"),
        (("28x28x128", "56x56x64"), "of the second makes them equal: `conv: {filters: 128, kernel: 1, stride: 2,"),
        (("56x56x64", "28x28x128"), "of the first makes them equal: `conv: {filters: 128, kernel: 1, stride: 2,"),
        (("9x9x3", "3x3x3"), "of the first makes them equal: `conv: {filters: 3, kernel: 1, stride: 3,"),
    ],
)
def test_unequal_shapes_are_told_a_projection_that_works(pair: tuple[str, str], words: str) -> None:
    error = refused("add", {}, pair, "H305", "", f"`add` needs equal shapes, found {pair[0]} and {pair[1]}")
    (help,) = error.help
    assert f"a projection {words}" in help
    projected, other = pair if "of the first" in help else reversed(pair)
    report = loads(f"input: {projected}\nlayers:\n  - {help.split('`')[1]}\n").analyze()
    assert not report.findings
    assert str(report.rows[0].output) == other


@pytest.mark.parametrize("pair", [("10", "12"), ("4x4x3", "48"), ("4x4x3", "5x5x3"), ("4x4x3", "8x4x3"), ("6x6x3", "4x9x3")])
def test_no_projection_where_none_fits(pair: tuple[str, str]) -> None:
    assert refused("add", {}, pair, "H305", "", f"found {pair[0]} and {pair[1]}").help == ()


def test_a_later_input_is_compared_too() -> None:
    refused("add", {}, ("4x4x3", "4x4x3", "4x4x4"), "H305", "", "found 4x4x3 and 4x4x4")
