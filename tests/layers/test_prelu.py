from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3", 1, operations={"cmp": 60, "mul": 60}),
    Case({"per_channel": True}, "4x5x3", "4x5x3", 3, operations={"cmp": 60, "mul": 60}),
    Case({"per_channel": True}, "10", "10", 10),
    Case({}, "10", "10", 1),
    Case({"per_channel": True}, "2x2x2x5", "2x2x2x5", 5),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_prelu(case: Case) -> None:
    check("prelu", case)
