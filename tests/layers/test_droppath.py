from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({"rate": 0.2}, "4x5x3", "4x5x3"),
    Case({"rate": 1}, "1024", "1024"),
    Case({"rate": 0}, "7x2", "7x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_droppath(case: Case) -> None:
    check("droppath", case)


def test_refusals() -> None:
    refused("droppath", {"rate": 1.5}, "4x4x1", "S112", "rate", "`rate` must be between 0 and 1, found 1.5")
