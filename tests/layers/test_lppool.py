from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({"kernel": 2, "stride": 2}, "4x4x2", "2x2x2", operations={"exp": 40, "add": 24}),
    Case({"kernel": 3, "stride": 1, "power": 3}, "5x5x1", "3x3x1"),
    Case({"kernel": 2, "stride": 2, "rounding": "ceil"}, "5x1", "3x1"),
    Case({"kernel": [2, 3], "stride": 1, "padding": [0, 1]}, "3x3x1", "2x3x1"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lppool(case: Case) -> None:
    check("lppool", case)


def test_refusals() -> None:
    refused("lppool", {"kernel": 2, "stride": 2}, "7x7x3", "H302", "stride", "(7 + 2*0 - 2)/2 + 1 = 3 1/2")
    refused("lppool", {"kernel": 2, "stride": 2, "power": 0.5}, "4x4x3", "S112", "power", "at least 1, found 0.5")
