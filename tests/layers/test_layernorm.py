from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    # at each of 20 places: 2 + 3 + 2 + 1 + 3 additions, 3 squares and 3 factors, 2 divisions and 3 more, one root
    Case({}, "4x5x3", "4x5x3", 6, operations={"add": 220, "mul": 120, "div": 100, "sqrt": 20}),
    Case({"affine": False}, "4x5x3", "4x5x3", operations={"add": 160, "mul": 60, "div": 100, "sqrt": 20}),
    Case({"eps": 0.000001}, "10", "10", 20, operations={"add": 39, "mul": 20, "div": 12, "sqrt": 1}),
    Case({}, "56x56x96", "56x56x96", 192, loop=False),
    Case({}, "6x4", "6x4", 8),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_layernorm(case: Case) -> None:
    check("layernorm", case)
