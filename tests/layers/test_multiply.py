from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({}, ("4x4x3", "4x4x3"), "4x4x3", operations={"mul": 48}),
    Case({}, ("4x5x3", "1x1x3"), "4x5x3", operations={"mul": 60}),
    Case({}, ("1x1x3", "4x5x3"), "4x5x3", operations={"mul": 60}),
    Case({}, ("10", "10"), "10"),
    Case({}, ("6x2", "1x2", "6x2"), "6x2", operations={"mul": 24}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_multiply(case: Case) -> None:
    check("multiply", case)


@pytest.mark.parametrize("pair", [("4x4x3", "1x1x4"), ("4x4x3", "1x4x3"), ("4x4x3", "4x4x1"), ("4x4x3", "3"), ("10", "1")])
def test_other_shapes_are_refused(pair: tuple[str, str]) -> None:
    refused("multiply", {}, pair, "H305", "", f"`multiply` needs equal shapes or a 1x1 gate, found {pair[0]} and {pair[1]}")
