from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3", 3, operations={"mul": 60}),
    Case({}, "10", "10", 10, operations={"mul": 10}),
    Case({}, "56x56x96", "56x56x96", 96, loop=False),
    Case({}, "2x2x2x5", "2x2x2x5", 5),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_scale(case: Case) -> None:
    check("scale", case)
