from __future__ import annotations

import pytest

from tests.conformance import Case, check, facts_of, refused

CASES = [
    Case({"filters": 1, "kernel": 3, "stride": 2}, "3x3x1", "7x7x1", params=10, macs=81),  # the lecture's 3 -> 7
    Case({"filters": 4, "kernel": 2, "stride": 2}, "4x4x3", "8x8x4", params=52, macs=768, operations={"add": 256}),
    Case({"filters": 64, "kernel": 2, "stride": 2}, "28x28x128", "56x56x64", params=32_832, macs=25_690_112, loop=False),
    Case({"filters": 2, "kernel": 3, "stride": 2, "padding": 1, "output_padding": 1}, "4x4x2", "8x8x2", params=38, macs=576),
    Case({"filters": 2, "kernel": 3, "stride": 1}, "5x4x1", "7x6x2", params=20, macs=360),
    Case({"filters": 2, "kernel": [2, 3], "stride": [3, 2]}, "3x3x1", "8x7x2", params=14, macs=108),
    Case({"filters": 1, "kernel": 2, "stride": 3}, "3x1", "8x1", params=3, macs=6),  # nobody writes cells 2 and 5
    Case({"filters": 1, "kernel": 3, "stride": 2, "dilation": 2}, "4x1", "11x1", params=4, macs=12),
    Case({"filters": 1, "kernel": 3, "stride": 3, "dilation": 2, "padding": 1}, "4x1", "12x1", params=4, macs=12),
    Case({"filters": 1, "kernel": 2, "stride": 1, "dilation": 3, "output_padding": 2}, "3x1", "8x1", params=3, macs=6),
    Case({"filters": 6, "kernel": 3, "stride": 2, "groups": 2}, "3x3x4", "7x7x6", params=114, macs=972),
    Case({"filters": 4, "kernel": 3, "groups": "depthwise"}, "3x3x4", "5x5x4", params=40, macs=324),
    Case(
        {"filters": 2, "kernel": 3, "stride": 2, "bias": False, "padding": [[1, 0], [0, 2]]},
        "3x3x2",
        "6x5x2",
        params=36,
        macs=324,
    ),
    Case({"filters": 2, "kernel": 2, "stride": 2}, "2x2x2x1", "4x4x4x2", params=18, macs=128),
    Case({"filters": 1, "kernel": 3, "padding": 3}, "6x1", "2x1", params=4, macs=18),  # the padding hides the first and last
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_deconv(case: Case) -> None:
    check("deconv", case)


def test_cells_that_the_padding_hides() -> None:
    assert facts_of("deconv", {"filters": 1, "kernel": 3, "padding": 3}, "6x1").unread == [2]
    assert facts_of("deconv", {"filters": 1, "kernel": 3, "padding": 2}, "6x1").unread == [0]


def test_refusals() -> None:
    base = {"filters": 4, "kernel": 3, "stride": 2}
    refused("deconv", base, "10", "H306", "", "`deconv` needs a volume, but the input is a vector of 10")
    refused("deconv", {**base, "padding": 4}, "3x3x1", "H301", "padding", "(3 - 1)*2 - 2*4 + 3 = -1")
    refused("deconv", {**base, "output_padding": 2}, "3x3x1", "H303", "output_padding", "found 2 at stride 2")
    refused("deconv", {**base, "groups": 3}, "3x3x6", "H304", "groups", "3 groups do not divide 4 filters")
    refused("deconv", {**base, "padding": "same"}, "3x3x6", "H307", "padding", "`same`")
    refused("deconv", {**base, "stride": 5_000}, "3x3x6", "S103", "stride", "5,000")


def test_a_huge_dilation_is_no_work() -> None:
    """Which cells meet a place is solved, not searched for: a cell of 8 meets a multiple of 10^8 nowhere but at 0."""
    options = {"filters": 1, "kernel": 2, "stride": 4, "dilation": 100_000_000}
    (axis,) = facts_of("deconv", options, "2x1").axes
    assert axis.out == 100_000_005
    assert axis.pattern == ((-25_000_000, 0), None, None, None)
    assert axis.apart == 25_000_000
