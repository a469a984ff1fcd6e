from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    # three channels of 20 values: 19 + 20 + 19 + 1 additions, 20 squares, 2 + 20 divisions, one root
    Case({}, "4x5x3", "4x5x3", operations={"add": 177, "mul": 60, "div": 66, "sqrt": 3}),
    Case({"affine": True}, "4x5x3", "4x5x3", 6, operations={"add": 237, "mul": 120, "div": 66, "sqrt": 3}),
    Case({"eps": 0.001}, "1x2x4", "1x2x4"),
    Case({}, "6x4", "6x4"),
    Case({"affine": True}, "2x2x2x3", "2x2x2x3", 6),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_instancenorm(case: Case) -> None:
    check("instancenorm", case)


def test_refusals() -> None:
    refused("instancenorm", {}, "10", "H306", "", "`instancenorm` needs a volume, but the input is a vector of 10")
    words = "`instancenorm` needs at least two places a channel, found 1 in 1x1x8"
    refused("instancenorm", {}, "1x1x8", "H306", "", words)
