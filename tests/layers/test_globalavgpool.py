from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({}, "7x7x20", "1x1x20", operations={"add": 960, "div": 20}),
    Case({}, "7x5x3", "1x1x3", operations={"add": 102, "div": 3}),
    Case({}, "9x4", "1x4", operations={"add": 32, "div": 4}),
    Case({}, "2x3x4x2", "1x1x1x2", operations={"add": 46, "div": 2}),
    Case({}, "1x1x8", "1x1x8", operations={"div": 8}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_globalavgpool(case: Case) -> None:
    check("globalavgpool", case)


def test_a_vector_is_refused() -> None:
    refused("globalavgpool", {}, "1000", "H306", "", "`globalavgpool` needs a volume, but the input is a vector of 1,000")
