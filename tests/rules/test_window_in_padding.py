"""L202, a window that lies wholly in the padding."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(layer: str, size: str = "5x5x8") -> str:
    return f"input: {size}\nlayers:\n  - {layer}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # (5 + 2 - 3)/3 + 1 = 2 1/3, up to 3: they begin at -1, 2 and 5, which is the sixth cell
        (
            net("maxpool: {kernel: 3, stride: 3, padding: 1, rounding: ceil-onnx}"),
            "height and width: the last of 3 windows reads nothing but padding: it begins at cell 6 of 5",
        ),
        # 4 cells and 4 behind them: windows of 5 that are dilated by 2 begin at 0 ... 3; of 3 cells 3 behind: at 0, 2, 4
        (
            net("conv: {filters: 1, kernel: 3, stride: 2, dilation: 2, padding: [[0, 6], [2, 2]], rounding: floor}"),
            "height: the last of 4 windows reads nothing but padding: it begins at cell 7 of 5",
        ),
        # cells 6 apart around 4: -2 and 4, then -1 and 5
        (
            net("conv: {filters: 1, kernel: 2, dilation: 6, padding: 2}", "4x1"),
            "length: window 1 of 2 reads nothing but padding: its cells lie 6 apart, around all 4 of the input",
        ),
    ],
)
def test_a_window_sees_nothing(text: str, message: str) -> None:
    expected = [] if "[0, 6]" in text else [(message, "warning")]  # 6 is not below the reach of 5: L203's
    assert [(finding.message, finding.severity) for finding in found(text, "L202")] == expected


@pytest.mark.parametrize(
    ("layer", "help"),
    [
        ("maxpool: {kernel: 3, stride: 3, padding: 1, rounding: ceil-onnx}", "take the padding away on that side, or round down"),
        ("conv: {filters: 1, kernel: 2, dilation: 6, padding: [[2, 2], [3, 3]]}", "take a dilation smaller than the map"),
    ],
)
def test_what_helps(layer: str, help: str) -> None:
    (finding,) = found(net(layer), "L202")
    assert finding.help == (help,)


@pytest.mark.parametrize(
    "layer",
    [
        "maxpool: {kernel: 3, stride: 3, padding: 1, rounding: ceil}",  # PyTorch leaves the third window out
        "maxpool: {kernel: 3, stride: 3, padding: 1, rounding: ceil-caffe}",
        "conv: {filters: 1, kernel: 1, padding: 1}",  # L203's
        "conv: {filters: 1, kernel: 3, stride: 2, padding: 2, padding_mode: replicate, rounding: floor}",
        "pad: 4",
        "deconv: {filters: 1, kernel: 2, stride: 2, padding: 2}",
    ],
)
def test_every_window_sees_something(layer: str) -> None:
    assert found(net(layer), "L202") == []
