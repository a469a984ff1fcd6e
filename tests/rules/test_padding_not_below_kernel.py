"""L203, padding as wide as the kernel."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(layer: str, size: str = "8x8x4") -> str:
    return f"input: {size}\nlayers:\n  - {layer}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # a ring around 8x8: 10*10 - 8*8
        (
            net("conv: {filters: 2, kernel: 1, padding: 1}"),
            "height and width: padding 1 is not below the kernel of 1: 2 of 10 windows read nothing but padding; "
            "36 of 100 cells of each map see no input",
        ),
        # (8 + 6 - 3)/1 + 1 = 12, begin at -3 ... 8: the first and the last see nothing
        (
            net("maxpool: {kernel: 3, stride: 1, padding: [3, 1]}"),
            "height: padding 3 is not below the kernel of 3: 2 of 12 windows read nothing but padding; "
            "16 of 96 cells of each map see no input",
        ),
        # (4 + 5 - 2)/1 + 1 = 8, begin at 0 ... 7: four behind the end
        (
            net("conv: {filters: 1, kernel: 2, padding: [[0, 5]]}", "4x1"),
            "length: padding 0 before and 5 after is not below the kernel of 2: 4 of 8 windows read nothing but padding; "
            "4 of 8 cells of each map see no input",
        ),
        # 3 wide with its gap
        (
            net("conv: {filters: 1, kernel: 2, dilation: 2, padding: 3}", "4x1"),
            "length: padding 3 is not below the kernel of 2, 3 wide with dilation 2: 2 of 8 windows read nothing but padding; "
            "2 of 8 cells of each map see no input",
        ),
        # 3 windows, of cells -3 and -1, -2 and 0, -1 and 1: the last lies around the one cell, and is not counted
        (
            net("conv: {filters: 1, kernel: 2, dilation: 2, padding: [[3, 1]]}", "1x1"),
            "length: padding 3 before and 1 after is not below the kernel of 2, 3 wide with dilation 2: "
            "at least 1 of 3 windows reads nothing but padding; at least 1 of 3 cells of each map see no input",
        ),
        # each of 8 cells writes two of 16; 2 are taken away on both sides
        (
            net("deconv: {filters: 1, kernel: 2, stride: 2, padding: 2}"),
            "height and width: padding 2 takes away all that 2 of the 8 cells write",
        ),
    ],
)
def test_too_wide(text: str, message: str) -> None:
    (finding,) = found(text, "L203")
    assert finding.message == message
    assert finding.severity == "warning"
    assert found(text, "L202") == []


@pytest.mark.parametrize(
    "layer",
    [
        "conv: {filters: 2, kernel: 3, padding: 2}",  # the first window still reads one cell
        "conv: {filters: 2, kernel: 3, padding: 4, dilation: 2}",
        "conv: {filters: 2, kernel: 1, padding: 1, padding_mode: replicate}",
        "conv: {filters: 2, kernel: 1, stride: 6, padding: [[0, 1], [0, 1]], rounding: floor}",  # no window gets there
        "pad: 3",
        "deconv: {filters: 1, kernel: 3, stride: 2, padding: 2}",  # the first cell keeps one of three
        "upsample: 2",
    ],
)
def test_not_too_wide(layer: str) -> None:
    assert found(net(layer), "L203") == []


def test_it_is_shown_at_the_padding() -> None:
    (finding,) = found(net("conv: {filters: 2, kernel: 1, padding: 1}"), "L203")
    assert finding.help == ("pad by (F - 1)/2, which is 0 for a kernel of 1",)
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (3, 44)
