from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({"kernel": 7, "stride": 1}, "7x7x1024", "1x1x1024", operations={"add": 49_152, "div": 1_024}, loop=False),
    Case({"kernel": 7, "stride": 1}, "7x7x2", "1x1x2", operations={"add": 96, "div": 2}),
    Case({"kernel": 2, "stride": 2}, "4x6x3", "2x3x3", operations={"add": 54, "div": 18}),
    Case({"kernel": 3, "stride": 1, "padding": 1}, "4x4x1", "4x4x1"),
    Case({"kernel": 3, "stride": 1, "padding": 1, "count_padding": False}, "4x4x1", "4x4x1"),
    Case({"kernel": 3, "stride": 2, "rounding": "ceil"}, "6x6x1", "3x3x1"),
    Case({"kernel": 3, "stride": 2, "rounding": "floor"}, "6x6x1", "2x2x1"),
    Case({"kernel": 4, "stride": 4}, "8x2", "2x2"),
    Case({"kernel": [1, 2, 2], "stride": [1, 2, 2]}, "3x4x4x1", "3x2x2x1"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_avgpool(case: Case) -> None:
    check("avgpool", case)


def test_refusals() -> None:
    refused("avgpool", {"kernel": 2, "stride": 2}, "5x4x3", "H302", "stride", "height: the windows do not fit")
    refused("avgpool", {"kernel": 2, "stride": 2}, "10", "H306", "", "`avgpool` slides over a volume")
