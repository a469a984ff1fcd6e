from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "10", "10", operations={"cmp": 9, "add": 19, "exp": 10, "div": 10}),
    Case({}, "2x3x4", "2x3x4", operations={"cmp": 18, "add": 42, "exp": 24, "div": 24}),
    Case({}, "1", "1"),
    Case({}, "5x3", "5x3"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_softmax(case: Case) -> None:
    check("softmax", case)
