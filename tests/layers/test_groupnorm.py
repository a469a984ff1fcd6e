from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    # two groups of 12 values: 11 + 12 + 11 + 1 + 12 additions, 12 squares and 12 factors, 14 divisions, one root
    Case({"groups": 2}, "2x3x4", "2x3x4", 8, operations={"add": 94, "mul": 48, "div": 28, "sqrt": 2}),
    Case({"groups": 2, "affine": False}, "2x3x4", "2x3x4", operations={"add": 70, "mul": 24, "div": 28, "sqrt": 2}),
    Case({"groups": 1, "eps": 0.001}, "3x3x3", "3x3x3", 6),
    Case({"groups": 4}, "4x4", "4x4", 8),
    Case({"groups": 5}, "10", "10", 20),
    Case({"groups": 32}, "56x56x64", "56x56x64", 128, loop=False),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_groupnorm(case: Case) -> None:
    check("groupnorm", case)


def test_refusals() -> None:
    refused("groupnorm", {"groups": 3}, "4x4x4", "H304", "groups", "3 groups do not divide 4 arriving channels")
    refused("groupnorm", {"groups": 0}, "4x4x4", "H303", "groups", "`groups` must be at least 1, found 0")
