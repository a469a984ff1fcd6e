from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({}, "4x5x3", "4x5x3", operations={"mul": 180, "add": 60, "exp": 60}),
    Case({"form": "tanh"}, "4x5x3", "4x5x3", operations={"mul": 420, "add": 240, "exp": 60, "div": 60}),
    Case({"form": "exact"}, "10", "10", operations={"mul": 30, "add": 10, "exp": 10}),
    Case({}, "7x2", "7x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_gelu(case: Case) -> None:
    check("gelu", case)


def test_refusals() -> None:
    refused("gelu", {"form": "erf"}, "4x4x1", "S112", "form", "`form` cannot be `erf`")
