from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3", operations={"exp": 60, "add": 60, "div": 60}),
    Case({}, "10", "10", operations={"exp": 10, "add": 10, "div": 10}),
    Case({}, "2x2x2x2", "2x2x2x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_silu(case: Case) -> None:
    check("silu", case)
