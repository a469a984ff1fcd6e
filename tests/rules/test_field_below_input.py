"""L206, a last map whose cells do not see the whole input."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(*layers: str, size: str = "64x64x3") -> str:
    return f"input: {size}\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)


CONV = "conv: {filters: 8, kernel: 3, padding: 1, activation: relu}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # 3, then 4 at stride 2, then 4 + 2*2
        (
            net(CONV, "maxpool: 2", CONV, "globalavgpool", "fc: 10"),
            "a cell of `conv2` sees 8x8 of the 64x64 input, and `pool2` only takes the mean of what these see",
        ),
        (
            net(CONV, "globalmaxpool", "fc: 10"),
            "a cell of `conv1` sees 3x3 of the 64x64 input, and `pool1` only takes the largest of what these see",
        ),
        (
            net(CONV, "maxpool: 2", "dropout: 0.5", "fc: 10", "softmax"),
            "a cell of `pool1` sees 4x4 of the 64x64 input, and `fc2` alone puts places together that lie further apart",
        ),
        (
            net(CONV, "flatten", "fc: 10"),
            "a cell of `conv1` sees 3x3 of the 64x64 input, and `flatten1` alone puts places together that lie further apart",
        ),
        (
            net("conv: {filters: 8, kernel: [5, 3], padding: [2, 1]}", "adaptiveavgpool: 1", "fc: 10", size="5x9x3"),
            "a cell of `conv1` sees 5x3 of the 5x9 input, and `pool1` only takes the mean of what these see",
        ),
        (
            net("conv: {filters: 8, kernel: 9}", "fc: 10", size="100x1"),
            "a cell of `conv1` sees 9 of the 100 input, and `fc2` alone puts places together that lie further apart",
        ),
        # 1x1 convolutions behind the pool are the classifier, not the map; the add is what the pool reads
        (
            net(f"residual: [{{{CONV.replace('8', '3')}}}]", "globalavgpool", "conv: {filters: 10, kernel: 1}", "flatten"),
            "a cell of `add1` sees 3x3 of the 64x64 input, and `pool1` only takes the mean of what these see",
        ),
    ],
)
def test_too_small_a_view(text: str, message: str) -> None:
    (finding,) = found(text, "L206")
    assert finding.message == message
    assert finding.severity == "info"


@pytest.mark.parametrize(
    "text",
    [
        net(CONV, "globalavgpool", "fc: 10", size="3x3x3"),
        net("fc: 100", "relu", "fc: 10"),  # no map at all
        net("conv: {filters: 8, kernel: 1}", "fc: 10"),  # nor a window
        net(CONV, "maxpool: 2", "conv: {filters: 10, kernel: 1}"),  # a map comes out
        net(CONV, "conv: {filters: 10, kernel: 64}", "flatten"),  # the convolution sees all
        net(CONV, "instancenorm", "globalavgpool", "fc: 10"),  # its statistics are the whole map's
        net(
            "conv: {filters: 8, kernel: 3, stride: 2, rounding: floor}", "instancenorm", "globalavgpool"
        ),  # though 63 of 64 are read
        net(CONV, "adaptiveavgpool: 2"),
        net(CONV, "custom: {output: 8x8x8, params: 0, macs: 0}", "fc: 10"),
        net(CONV, "branches: [[globalavgpool], [globalmaxpool]]\n    merge: concat", "fc: 10"),
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert found(text, "L206") == []


def test_the_map_is_shown_too() -> None:
    (finding,) = found(net(CONV, "maxpool: 2", "fc: 10"), "L206")
    (label,) = finding.labels
    assert finding.layer == "fc2"
    assert label.message == "`pool1` gives 32x32x8"
    assert label.span.line == 4
