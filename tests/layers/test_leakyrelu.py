from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({}, "4x5x3", "4x5x3", operations={"cmp": 60, "mul": 60}),
    Case({"slope": 0.2}, "10", "10", operations={"cmp": 10, "mul": 10}),
    Case({"slope": 0}, "7x2", "7x2"),
    Case({"slope": -1}, "2x2x2x2", "2x2x2x2", operations={"cmp": 16, "mul": 16}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_leakyrelu(case: Case) -> None:
    check("leakyrelu", case)


def test_refusals() -> None:
    refused("leakyrelu", {"slope": "0.1"}, "4x4x1", "S102", "slope", '`slope` must be a number, not the text "0.1"')
