from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3"),
    Case({}, "10", "10"),
    Case({}, "2x3x4x5", "2x3x4x5"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_identity(case: Case) -> None:
    check("identity", case)
