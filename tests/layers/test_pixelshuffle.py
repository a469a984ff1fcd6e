from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({"factor": 2}, "4x5x8", "8x10x2"),
    Case({"factor": 3}, "2x2x9", "6x6x1"),
    Case({"factor": 2}, "6x4", "12x2"),
    Case({"factor": 2}, "2x2x2x8", "4x4x4x1"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_pixelshuffle(case: Case) -> None:
    check("pixelshuffle", case)


def test_refusals() -> None:
    refused("pixelshuffle", {"factor": 2}, "4x4x6", "H304", "factor", "6 channels cannot be laid out on 2x2 cells")
    refused("pixelshuffle", {"factor": 2}, "8", "H306", "", "vector of 8")
