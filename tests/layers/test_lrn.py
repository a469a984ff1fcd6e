from __future__ import annotations

import pytest

from tests.conformance import Case, check

CASES = [
    Case({}, "3x3x8", "3x3x8", operations={"mul": 144, "add": 360, "exp": 72, "div": 72}),
    Case({"size": 2}, "3x3x3", "3x3x3", operations={"mul": 54, "add": 54, "exp": 27, "div": 27}),
    Case({"size": 5, "alpha": 0.0001, "beta": 0.75, "k": 2}, "2x2x2", "2x2x2"),
    Case({"size": 1}, "4x3", "4x3"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lrn(case: Case) -> None:
    check("lrn", case)
