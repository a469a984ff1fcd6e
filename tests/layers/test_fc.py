from __future__ import annotations

import pytest

from tests.conformance import Case, check, facts_of, refused

CASES = [
    Case({"outputs": 10}, "3072", "10", 30_730, 30_720, operations={"add": 10}),
    Case({"outputs": 10}, "10", "10", 110, 100),
    Case({"outputs": 10, "bias": False}, "84", "10", 840, 840),
    Case({"outputs": 5}, "3x4x2", "5", 125, 120),
    Case({"outputs": 2}, "6x3", "2", 38, 36),
    Case({"outputs": 2}, "2x2x2x3", "2", 50, 48),
    Case({"outputs": 4096}, "7x7x512", "4096", 102_764_544, 102_760_448, loop=False),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fc(case: Case) -> None:
    check("fc", case)


def test_it_says_that_it_flattens() -> None:
    assert facts_of("fc", {"outputs": 10}, "32x32x3").remarks == ("flattens 32x32x3 to 3,072 values",)
    assert facts_of("fc", {"outputs": 10}, "3072").remarks == ()


def test_no_outputs_are_refused() -> None:
    refused("fc", {"outputs": 0}, "10", "H303", "outputs", "`outputs` must be at least 1, found 0")
