from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3", operations={"cmp": 120}),
    Case({}, "10", "10", operations={"cmp": 20}),
    Case({}, "2x2x2x2", "2x2x2x2", operations={"cmp": 32}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_relu6(case: Case) -> None:
    check("relu6", case)
