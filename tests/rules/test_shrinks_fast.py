"""L207, convolutions in a row without padding."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(*layers: str, size: str = "32x32x3") -> str:
    return f"input: {size}\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)


FIVE = "conv: {filters: 4, kernel: 5, activation: relu}"
THREE = "conv: {filters: 4, kernel: 3}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # the lectures' 32 -> 28 -> 24 -> 20: 400 of 1,024 are left
        (
            net(FIVE, FIVE, FIVE),
            "3 convolutions without padding, up to `conv3`, make 20x20 of 32x32: 61 % of the map's cells are gone",
        ),
        # 12 -> 10 -> 8, behind a pool: 64 of 144
        (
            net("maxpool: 2", THREE, THREE, "maxpool: 2", size="24x24x3"),
            "2 convolutions without padding, up to `conv2`, make 8x8 of 12x12: 56 % of the map's cells are gone",
        ),
        # 16 -> 14 -> 12 is a quarter, the width stays
        (
            net("conv: {filters: 4, kernel: [3, 1]}", "batchnorm", "conv: {filters: 4, kernel: [3, 1]}", size="16x16x3"),
            "2 convolutions without padding, up to `conv2`, make 12x16 of 16x16: 25 % of the map's cells are gone",
        ),
        # dilated by 2, a kernel of 3 takes 4
        (
            net("conv: {filters: 4, kernel: 3, dilation: 2}", THREE, size="20x1"),
            "2 convolutions without padding, up to `conv2`, make 14 of 20: 30 % of the map's cells are gone",
        ),
    ],
)
def test_too_fast(text: str, message: str) -> None:
    (finding,) = found(text, "L207")
    assert finding.message == message
    assert finding.severity == "info"


@pytest.mark.parametrize(
    "text",
    [
        net(FIVE),
        net(FIVE, "maxpool: 2", FIVE, "maxpool: 2", "conv: {filters: 120, kernel: 5}", "fc: 10"),  # LeNet-5: one at a time
        net(THREE, THREE),  # 4 of 32
        net(THREE, THREE, size="17x17x3"),  # 4 of 17, less than a quarter
        net(FIVE, "conv: {filters: 4, kernel: 28}", "fc: 10"),  # the second reads the map whole
        net(FIVE, "conv: {filters: 4, kernel: 5, padding: 2}", FIVE),
        net(FIVE, "conv: {filters: 4, kernel: 2, stride: 2}", FIVE),
        net(FIVE, "conv: {filters: 4, kernel: 1, padding: 2}", FIVE),
        net("maxpool: {kernel: 5, stride: 1}", "maxpool: {kernel: 5, stride: 1}"),
        net("branches: {a: [" + "{conv: {filters: 4, kernel: 5}}], b: [{conv: {filters: 4, kernel: 5}}]}\n    merge: concat"),
        net("deconv: {filters: 4, kernel: 3}", "deconv: {filters: 4, kernel: 3}", size="4x4x3"),
    ],
)
def test_not_fast(text: str) -> None:
    assert found(text, "L207") == []


def test_a_run_is_told_once_at_its_longest() -> None:
    (finding,) = found(net(FIVE, FIVE, FIVE, FIVE), "L207")
    assert finding.layer == "conv1"
    assert "4 convolutions" in finding.message
    (label,) = finding.labels
    assert label.message == "the last of them gives 16x16x4"
    assert label.span.line == 6


def test_of_two_ways_that_begin_alike_the_one_that_takes_most_is_told() -> None:
    """32 -> 28 -> 24 -> 20 and 32 -> 28 -> 26, in either order."""
    ways = (
        "[{conv: {filters: 4, kernel: 5}}, {conv: {filters: 4, kernel: 5}}, globalavgpool]",
        "[{conv: {filters: 4, kernel: 3}}, globalavgpool]",
    )
    for order in (ways, ways[::-1]):
        (finding,) = found(net(FIVE, f"branches: [{', '.join(order)}]\n    merge: concat"), "L207")
        assert finding.message.startswith("3 convolutions without padding, up to ")
        assert finding.message.endswith(", make 20x20 of 32x32: 61 % of the map's cells are gone")
