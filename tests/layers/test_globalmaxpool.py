from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({}, "7x7x10", "1x1x10", operations={"cmp": 480}, loop=False),
    Case({}, "3x4x2", "1x1x2", operations={"cmp": 22}),
    Case({}, "5x3", "1x3"),
    Case({}, "2x2x2x1", "1x1x1x1"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_globalmaxpool(case: Case) -> None:
    check("globalmaxpool", case)


def test_refusals() -> None:
    refused("globalmaxpool", {}, "10", "H306", "", "`globalmaxpool` needs a volume, but the input is a vector of 10")
