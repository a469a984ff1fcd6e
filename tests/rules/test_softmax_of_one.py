"""L111: softmax over one channel."""

from __future__ import annotations

import pytest

from tests.rules.found import found


@pytest.mark.parametrize(
    ("layer", "gives"),
    [
        ("fc: 1", "its output is 1"),
        ("conv: {filters: 1, kernel: 1}", "all 64 values of its output are 1"),  # 8*8
    ],
)
def test_one_channel(layer: str, gives: str) -> None:
    (finding,) = found(f"input: 8x8x4\nlayers:\n  - {layer}\n  - softmax\n", "L111")
    assert finding.message == f"`softmax1` is taken over one channel: {gives} for every image"
    assert finding.span is not None
    assert (finding.span.line, finding.severity) == (4, "warning")


@pytest.mark.parametrize(
    "layers", ["- fc: 2\n  - softmax", "- fc: 1\n  - sigmoid", "- conv: {filters: 2, kernel: 8}\n  - softmax"]
)
def test_what_passes(layers: str) -> None:
    assert found(f"input: 8x8x4\nlayers:\n  {layers}\n", "L111") == []
