"""L302, large dense kernels."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(options: str, size: str = "16x16x64", kind: str = "conv") -> str:
    return f"input: {size}\nlayers:\n  - {kind}: {{{options}}}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # the lectures' 49*64*64 against 27*64*64
        (
            net("filters: 64, kernel: 7, padding: 3"),
            "a 7x7 convolution of 64 to 64 channels has 200,704 weights; "
            "3 of 3x3 with 64 filters each see as much with 110,592, 44.9 % fewer",
        ),
        # 25*64*32 against 9*64*32 + 9*32*32; the bias does not count
        (
            net("filters: 32, kernel: 5, bias: false"),
            "a 5x5 convolution of 64 to 32 channels has 51,200 weights; "
            "2 of 3x3 with 32 filters each see as much with 27,648, 46.0 % fewer",
        ),
        # 125 against 2*27 on three axes
        (
            net("filters: 8, kernel: 5, padding: 2", "6x6x6x8"),
            "a 5x5x5 convolution of 8 to 8 channels has 8,000 weights; "
            "2 of 3x3x3 with 8 filters each see as much with 3,456, 56.8 % fewer",
        ),
    ],
)
def test_stacked_ones_are_cheaper(text: str, message: str) -> None:
    (finding,) = found(text, "L302")
    assert (finding.message, finding.severity) == (message, "info")


@pytest.mark.parametrize(
    "text",
    [
        net("filters: 64, kernel: 7, stride: 2, padding: 3, rounding: floor"),  # ResNet's stem, on any depth
        net("filters: 64, kernel: 7, padding: 3", "16x16x3"),  # 9,408 against 1,728 + 2*36,864
        net("filters: 96, kernel: 5, padding: 2"),  # 153,600 against 138,240: a tenth fewer is not worth a word
        net("filters: 64, kernel: 7, padding: 3, groups: depthwise"),
        net("filters: 64, kernel: 11, padding: 5, groups: 2"),
        net("filters: 64, kernel: 5, padding: 4, dilation: 2"),
        net("filters: 64, kernel: 16"),  # reads the map whole
        net("filters: 64, kernel: 6"),
        net("filters: 64, kernel: [7, 1], padding: [3, 0]"),
        net("filters: 64, kernel: [5, 7], padding: [2, 3]"),
        net("filters: 64, kernel: 5, padding: 2", "16x64"),  # on one axis 5 against 6
        net("filters: 64, kernel: 3, padding: 1"),
        net("filters: 16, kernel: 5, stride: 1", kind="deconv"),
        net("filters: 2, kernel: 5, connections: [[0, 1], [1]]", "16x16x2"),
    ],
)
def test_left_alone(text: str) -> None:
    assert found(text, "L302") == []
