from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3", operations={"add": 60, "cmp": 120, "mul": 60, "div": 60}),
    Case({}, "10", "10", operations={"add": 10, "cmp": 20, "mul": 10, "div": 10}),
    Case({}, "7x2", "7x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_hardswish(case: Case) -> None:
    check("hardswish", case)
