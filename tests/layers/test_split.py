from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({"parts": 2, "part": 0}, "3x2x4", "3x2x2"),
    Case({"parts": 2, "part": 1}, "3x2x4", "3x2x2"),
    Case({"parts": 3, "part": 2}, "9", "3"),
    Case({"parts": 1, "part": 0}, "4x5", "4x5"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_split(case: Case) -> None:
    check("split", case)


def test_unequal_shares_are_refused() -> None:
    refused("split", {"parts": 2, "part": 0}, "4x4x5", "H304", "parts", "5 channels cannot be split into 2 equal shares")
