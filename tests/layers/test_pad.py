from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({"padding": 1}, "4x5x2", "6x7x2"),
    Case({"padding": [1, 0]}, "4x5x2", "6x5x2"),
    Case({"padding": [[0, 1], [2, 0]]}, "3x3x1", "4x5x1"),
    Case({"padding": [[1, 2]]}, "7x1", "10x1"),
    Case({"padding": 0}, "3x3x1", "3x3x1"),
    Case({"padding": 1}, "2x2x2x1", "4x4x4x1"),
    Case({"padding": 2, "mode": "replicate"}, "2x2x1", "6x6x1", loop=False),
    Case({"padding": 1, "mode": "reflect"}, "2x2x1", "4x4x1", loop=False),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_pad(case: Case) -> None:
    check("pad", case)


def test_refusals() -> None:
    refused("pad", {"padding": 1}, "8", "H306", "", "vector of 8")
    refused("pad", {"padding": "same"}, "4x4x6", "H307", "padding", "`same`")
    refused("pad", {"padding": 2, "mode": "reflect"}, "2x4x1", "H303", "padding", "needs an input of at least 3, found 2")
