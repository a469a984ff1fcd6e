from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3", operations={"cmp": 60}),
    Case({}, "10", "10", operations={"cmp": 10}),
    Case({}, "7x2", "7x2", operations={"cmp": 14}),
    Case({}, "2x2x2x2", "2x2x2x2", operations={"cmp": 16}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_relu(case: Case) -> None:
    check("relu", case)
