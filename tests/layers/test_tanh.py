from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3", operations={"mul": 60, "exp": 60, "add": 120, "div": 60}),
    Case({}, "10", "10", operations={"mul": 10, "exp": 10, "add": 20, "div": 10}),
    Case({}, "7x2", "7x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_tanh(case: Case) -> None:
    check("tanh", case)
