from __future__ import annotations

import pytest

from tests.conformance import Case, check, facts_of, refused
from tests.naive import planted
from tests.naive_resample import RESAMPLERS

CASES = [
    Case({"factor": 2}, "4x4x3", "8x8x3"),
    Case({"factor": [3, 1]}, "2x4x2", "6x4x2"),
    Case({"factor": 2}, "5x2", "10x2"),
    Case({"factor": 2}, "2x2x2x1", "4x4x4x1"),
    Case({"factor": 1}, "3x3x1", "3x3x1"),
    Case({"factor": 2, "mode": "bilinear"}, "3x4x1", "6x8x1", operations={"mul": 192, "add": 144}),
    Case({"factor": 3, "mode": "bilinear"}, "5x2", "15x2", operations={"mul": 60, "add": 30}),
    Case({"factor": [1, 4], "mode": "bilinear"}, "3x3x1", "3x12x1"),
    Case({"factor": 4, "mode": "bilinear", "align_corners": True}, "7x7x1", "28x28x1", loop=False),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_upsample(case: Case) -> None:
    check("upsample", case)


@pytest.mark.parametrize("factor", [2, 3, 5])
def test_aligned_corners_stay_within_the_bound(factor: int) -> None:
    """Where the corners are aligned, what a cell reads drifts along the axis; the stated window holds all of it."""
    options = {"factor": factor, "mode": "bilinear", "align_corners": True}
    (axis,) = facts_of("upsample", options, "9x1").axes
    reads = RESAMPLERS["upsample"](options, *planted([(1, 9)])).output.cells
    for cell, marks in enumerate(reads):
        turns, phase = divmod(cell, factor)
        assert axis.pattern[phase] is not None
        first, last = axis.pattern[phase] or (0, -1)
        assert marks
        assert not marks & ~sum(1 << i for i in range(max(first + turns, 0), last + turns + 1))


def test_refusals() -> None:
    refused("upsample", {"factor": 2}, "10", "H306", "", "vector of 10")
    refused("upsample", {"factor": 9_999}, "3x3x1", "S103", "factor", "9,999")
    refused("upsample", {"factor": 2, "mode": "cubic"}, "3x3x1", "S112", "mode", "`cubic`")
