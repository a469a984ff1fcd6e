"""L211, pools padded by more than half their window."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(layer: str, size: str = "8x8x4") -> str:
    return f"input: {size}\nlayers:\n  - {layer}\n"


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        (
            net("maxpool: {kernel: 3, stride: 1, padding: 2}"),
            "height and width: padding 2 is more than half of the kernel of 3, which PyTorch refuses",
            "pad by at most 1",
        ),
        (
            net("avgpool: {kernel: 5, stride: 1, padding: [2, 3]}"),
            "width: padding 3 is more than half of the kernel of 5, which PyTorch refuses",
            "pad by at most 2",
        ),
        (
            net("maxpool: {kernel: 3, stride: 1, dilation: 2, padding: 3}", "8x4"),
            "length: padding 3 is more than half of the kernel of 3, 5 wide with dilation 2, which PyTorch refuses",
            "pad by at most 2",
        ),
    ],
)
def test_refused(text: str, message: str, help: str) -> None:
    (finding,) = found(text, "L211")
    assert (finding.message, finding.help, finding.severity) == (message, (help,), "warning")


@pytest.mark.parametrize(
    "layer",
    [
        "maxpool: {kernel: 3, stride: 1, padding: 1}",
        "maxpool: {kernel: 4, stride: 1, padding: 2}",  # half of it, which PyTorch takes
        "maxpool: {kernel: 3, stride: 1, dilation: 2, padding: 2}",
        "maxpool: {kernel: 3, stride: 1, padding: 3}",  # L203's
        "conv: {filters: 1, kernel: 3, padding: 2}",
    ],
)
def test_taken(layer: str) -> None:
    assert found(net(layer), "L211") == []
