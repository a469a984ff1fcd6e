from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({"kernel": 3, "stride": 2}, "55x55x1", "27x27x1", operations={"cmp": 5_832}),
    Case({"kernel": 2, "stride": 2}, "6x6x2", "3x3x2", operations={"cmp": 54}),
    Case({"kernel": 2, "stride": 2}, "224x224x64", "112x112x64", loop=False),
    Case({"kernel": 3, "stride": 1}, "6x6x1", "4x4x1"),
    Case({"kernel": 3, "stride": 3}, "6x6x1", "2x2x1"),
    Case({"kernel": 3, "stride": 2, "rounding": "ceil"}, "14x14x1", "7x7x1"),
    Case({"kernel": 3, "stride": 2, "padding": 1, "rounding": "floor"}, "14x14x1", "7x7x1"),
    Case({"kernel": 2, "stride": 2, "rounding": "floor"}, "7x7x1", "3x3x1"),
    Case({"kernel": [2, 3], "stride": [2, 1]}, "4x5x2", "2x3x2"),
    Case({"kernel": 2, "stride": 2, "dilation": 3, "rounding": "floor"}, "9x9x1", "3x3x1"),
    Case({"kernel": 1, "stride": 3}, "7x1", "3x1"),
    Case({"kernel": 2, "stride": 2}, "4x4x4x2", "2x2x2x2"),
    Case({"kernel": 3, "stride": 2, "padding": "same-tf"}, "8x7x1", "4x4x1"),
    Case({"kernel": 3, "stride": 2, "padding": [[0, 1], [1, 0]]}, "6x6x1", "3x3x1"),
    Case({"kernel": 2, "stride": 2, "padding": 1, "rounding": "ceil"}, "5x1", "3x1"),
    Case({"kernel": 2, "stride": 3, "padding": 1, "rounding": "ceil-onnx"}, "5x1", "3x1"),
    Case({"kernel": 2, "stride": 3, "padding": 1, "rounding": "ceil-caffe"}, "5x1", "2x1"),
    Case({"kernel": 2, "stride": 3, "rounding": "ceil-caffe"}, "6x1", "3x1"),
    Case({"kernel": 2, "stride": 3, "rounding": "ceil"}, "6x1", "2x1"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_maxpool(case: Case) -> None:
    check("maxpool", case)


def test_refusals() -> None:
    refused("maxpool", {"kernel": 2, "stride": 2}, "7x7x3", "H302", "stride", "(7 + 2*0 - 2)/2 + 1 = 3 1/2")
    refused("maxpool", {"kernel": 3, "stride": 2}, "2x2x3", "H301", "kernel", "larger than the padded input of 2")
    refused(
        "maxpool",
        {"kernel": 2, "stride": 2},
        "10",
        "H306",
        "",
        "`maxpool` slides over a volume, but the input is a vector of 10",
    )
