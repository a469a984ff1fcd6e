from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({"groups": 2}, "3x3x6", "3x3x6"),
    Case({"groups": 3}, "4x6", "4x6"),
    Case({"groups": 4}, "8", "8"),
    Case({"groups": 1}, "2x2x2", "2x2x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_shuffle(case: Case) -> None:
    check("shuffle", case)


def test_refusals() -> None:
    refused("shuffle", {"groups": 4}, "3x3x6", "H304", "groups", "4 groups do not divide 6 channels")
