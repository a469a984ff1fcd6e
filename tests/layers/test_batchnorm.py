from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "4x5x3", "4x5x3", 6, buffers=6, operations={"mul": 60, "add": 60}),
    Case({}, "56x56x64", "56x56x64", 128, buffers=128, loop=False),
    Case({"affine": False}, "2x2x4", "2x2x4", 0, buffers=8),
    Case({"eps": 0.001, "momentum": 0.01}, "10", "10", 20, buffers=20),
    Case({}, "6x4", "6x4", 8, buffers=8),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_batchnorm(case: Case) -> None:
    check("batchnorm", case)
