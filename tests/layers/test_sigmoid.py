from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3", operations={"exp": 60, "add": 60, "div": 60}),
    Case({}, "1", "1", operations={"exp": 1, "add": 1, "div": 1}),
    Case({}, "7x2", "7x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_sigmoid(case: Case) -> None:
    check("sigmoid", case)
