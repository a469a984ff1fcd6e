from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "32x32x3", "3072"),
    Case({}, "5x7x2", "70"),
    Case({}, "6x4", "24"),
    Case({}, "2x3x4x5", "120"),
    Case({}, "10", "10"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_flatten(case: Case) -> None:
    check("flatten", case)
