from __future__ import annotations

import pytest

from cnncalc.api import loads
from cnncalc.tensor import Shape
from tests.conformance import Case, check, refused

CASES = [
    Case({"output": "4x4x2"}, "32", "4x4x2"),
    Case({"output": "2x16"}, "4x4x2", "2x16"),
    Case({"output": 32}, "4x4x2", "32"),
    Case({"output": "2x2x2x4"}, "4x4x2", "2x2x2x4"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_reshape(case: Case) -> None:
    check("reshape", case)


def test_refusals() -> None:
    words = "7x7x10 has 490 values, but 4x4x2 with 32 arrives"
    refused("reshape", {"output": "7x7x10"}, "4x4x2", "H305", "output", words)
    refused("reshape", {"output": "4x4x2x1x1"}, "4x4x2", "S102", "output", "a volume such as 55x55x96")
    refused("reshape", {"output": "4x4xC"}, "4x4x2", "S102", "output", "a volume such as 55x55x96")


def test_a_generator_begins_with_a_vector() -> None:
    """DCGAN's: a vector becomes a volume, which has no receptive field in pixels."""
    text = "input: 100\nlayers: [{fc: 8192}, {reshape: 4x4x512}, {deconv: {filters: 256, kernel: 4, stride: 2, padding: 1}}]"
    report = loads(text).analyze()
    assert report.findings == ()
    assert report.rows[-1].output == Shape(256, (8, 8))
    assert report.rows[-1].field is None
