"""L204, a kernel of which some never meets the map."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(layer: str, size: str) -> str:
    return f"input: {size}\nlayers:\n  - {layer}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # one value in the middle: 8 of 9, and 8/9 of 9*4*2 weights
        (
            net("conv: {filters: 2, kernel: 3, padding: 1}", "1x1x4"),
            "a 3x3 kernel on a 1x1 map: 8 of its 9 weights only ever multiply padding, 64 of the 72 in all",
        ),
        # windows begin at -2 and -1: columns 1, 2 and 3 of the kernel meet the two cells
        (
            net("conv: {filters: 1, kernel: 5, padding: 2}", "2x2x1"),
            "a 5x5 kernel on a 2x2 map: 16 of its 25 weights only ever multiply padding, 16 of the 25 in all",
        ),
        # at stride 2 there is one window, at -1: two of three on each axis
        (
            net("conv: {filters: 1, kernel: 3, stride: 2, padding: 1, rounding: floor}", "2x2x1"),
            "a 3x3 kernel on a 2x2 map: 5 of its 9 weights only ever multiply padding, 5 of the 9 in all",
        ),
        # DeepLab's: dilated by 18 on 14x14, the middle alone is inside
        (
            net("conv: {filters: 1, kernel: 3, dilation: 18, padding: 18}", "14x14x1"),
            "a 3x3 kernel on a 14x14 map: 8 of its 9 weights only ever multiply padding, 8 of the 9 in all",
        ),
        (
            net("conv: {filters: 4, kernel: 3, padding: 1, groups: depthwise}", "9x1x4"),
            "a 3x3 kernel on a 9x1 map: 6 of its 9 weights only ever multiply padding, 24 of the 36 in all",
        ),
        (
            net("maxpool: {kernel: 3, stride: 1, padding: 1}", "1x1x4"),
            "a 3x3 kernel on a 1x1 map: 8 of its 9 cells lie outside it in every window",
        ),
        (
            net("maxpool: {kernel: 2, stride: 2, rounding: ceil}", "1x8x4"),
            "a 2x2 kernel on a 1x8 map: 2 of its 4 cells lie outside it in every window",
        ),
    ],
)
def test_cells_that_never_meet_the_map(text: str, message: str) -> None:
    (finding,) = found(text, "L204")
    assert finding.message == message
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    "text",
    [
        net("conv: {filters: 1, kernel: 5, padding: 2}", "3x3x1"),  # windows at -2, -1, 0: every cell of the kernel meets one
        net("conv: {filters: 1, kernel: 3, padding: 1}", "2x2x1"),
        net("conv: {filters: 1, kernel: 3, padding: 1, padding_mode: replicate}", "1x1x1"),
        net("conv: {filters: 1, kernel: 7, padding: 3}", "7x7x1"),  # ConvNeXt's last stage
        net("globalavgpool", "1x1x4"),
        net("adaptiveavgpool: 7", "1x1x4"),
        net("conv: {filters: 1, kernel: 1}", "1x1x4"),
    ],
)
def test_every_cell_meets_the_map(text: str) -> None:
    assert found(text, "L204") == []


SHARED = """\
input: 4x4x2
layers:
  - {name: large, conv: {filters: 2, kernel: 3, padding: 1}}
  - maxpool: 4
  - {name: small, conv: {filters: 2, kernel: 3, padding: 1}, share: large}
"""


LATER = """\
input: 1x1x2
layers:
  - {name: small, conv: {filters: 2, kernel: 3, padding: 1}}
  - upsample: 4
  - {name: large, conv: {filters: 2, kernel: 3, padding: 1}, share: small}
"""


def test_weights_that_a_larger_map_meets_too() -> None:
    assert found(SHARED, "L204") == []
    assert found(LATER, "L204") == []
    (finding,) = found(SHARED.replace(", share: large", ""), "L204")
    assert finding.layer == "small"
    assert finding.help == ("a kernel of 1x1, with less padding, reads the same cells",)
