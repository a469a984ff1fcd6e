from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3", operations={"cmp": 60, "exp": 60, "add": 60, "mul": 60}),
    Case({"alpha": 0.5}, "10", "10", operations={"cmp": 10, "exp": 10, "add": 10, "mul": 10}),
    Case({}, "7x2", "7x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_elu(case: Case) -> None:
    check("elu", case)
