from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3"),
    Case({"rate": 0.4}, "1024", "1024"),
    Case({"rate": 0}, "7x2", "7x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_dropout(case: Case) -> None:
    check("dropout", case)
