from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({"kernel": 2, "stride": 2}, "28x28x6", "14x14x6", params=12, operations={"add": 4_704, "mul": 1_176}, loop=False),  # S2
    Case({"kernel": 2, "stride": 2}, "10x10x16", "5x5x16", params=32, loop=False),  # S4
    Case({"kernel": 2, "stride": 2, "bias": False}, "4x4x2", "2x2x2", params=2, operations={"add": 24, "mul": 8}),
    Case({"kernel": 3, "stride": 2, "padding": 1, "rounding": "floor"}, "6x6x1", "3x3x1", params=2),
    Case({"kernel": 2, "stride": 2}, "6x3", "3x3", params=6),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_subsample(case: Case) -> None:
    check("subsample", case)


def test_refusals() -> None:
    refused("subsample", {"kernel": 2, "stride": 2}, "7x7x3", "H302", "stride", "(7 + 2*0 - 2)/2 + 1 = 3 1/2")
