from __future__ import annotations

import pytest

from cnncalc.api import loads
from tests.conformance import Case, check, refused

CASES = [
    Case({"order": ["width", "height", "channels"]}, "2x3x4", "3x2x4"),
    Case({"order": ["channels", "height", "width"]}, "2x3x4", "4x2x3"),
    Case({"order": ["height", "width", "channels"]}, "2x3x4", "2x3x4"),
    Case({"order": ["channels", "length"]}, "5x2", "2x5"),
    Case({"order": ["width", "channels", "depth", "height"]}, "1x2x3x4", "3x4x1x2"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_permute(case: Case) -> None:
    check("permute", case)


def test_refusals() -> None:
    twice = ["height", "height", "channels"]
    refused("permute", {"order": twice}, "2x3x4", "H304", "order", "must name each of height, width, channels once")
    refused("permute", {"order": ["length", "channels"]}, "2x3x4", "H304", "order", "found length, channels")
    refused("permute", {"order": ["channels"]}, "4", "H306", "", "vector of 4")
    refused("permute", {"order": "chw"}, "2x3x4", "S102", "order", "a list of words")
    refused("permute", {"order": ["hight", "width", "channels"]}, "2x3x4", "S112", "order", "`hight`")


def test_the_receptive_field_is_not_known_behind_it() -> None:
    report = loads("input: 8x8x2\nlayers: [{permute: [width, height, channels]}, {conv: {filters: 1, kernel: 3}}]").analyze()
    assert report.complete
    assert [row.field for row in report.rows] == [None, None]
