"""L208, windows that step over cells which nothing else reads."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(*layers: str, size: str = "6x6x4") -> str:
    return f"input: {size}\nrounding: floor\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)


CONV = "conv: {filters: 4, kernel: 3, padding: 1}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # cells 0, 1, 3 and 4 of 6: 16 of 36
        (
            net("maxpool: {kernel: 2, stride: 3}"),
            "a kernel of 2 at stride 3 steps over 20 of the 36 cells of each map, which nothing else reads",
        ),
        # offsets 0 and 2 at stride 2: 0, 2 and 4 of 6
        (
            net("conv: {filters: 1, kernel: 2, stride: 2, dilation: 2}", size="6x1"),
            "a kernel of 2 at stride 2 and dilation 2 steps over 3 of the 6 cells of each map, which nothing else reads",
        ),
        # at 0, 2, 4 and 6, offsets 0, 3 and 6: all but 1, 11 and 13
        (
            net("conv: {filters: 1, kernel: 3, stride: 2, dilation: 3}", size="14x1"),
            "a kernel of 3 at stride 2 and dilation 3 steps over 3 of the 14 cells of each map, which nothing else reads",
        ),
        # on one axis alone; the width is read
        (
            net("conv: {filters: 1, kernel: [1, 2], stride: 2}"),
            "a kernel of 1x2 at stride 2 steps over 18 of the 36 cells of each map, which nothing else reads",
        ),
        # 6 cells make (6 - 1)*3 + 2 = 17, of which the kernel reaches 12
        (
            net("deconv: {filters: 1, kernel: 2, stride: 3}", size="6x1"),
            "a kernel of 2 at stride 3 writes too little: 5 of the 17 cells of each map that it makes hold the bias alone",
        ),
        # the two that are added at the end get nothing either
        (
            net("deconv: {filters: 1, kernel: 2, stride: 3, output_padding: 2}", size="6x1"),
            "a kernel of 2 at stride 3 writes too little: 7 of the 19 cells of each map that it makes hold the bias alone",
        ),
        (
            net("deconv: {filters: 1, kernel: 1, stride: 2, bias: false, output_padding: 1}", size="2x2x1"),
            "a kernel of 1 at stride 2 writes too little: 12 of the 16 cells of each map that it makes are 0",
        ),
    ],
)
def test_cells_are_left_out(text: str, message: str) -> None:
    (finding,) = found(text, "L208")
    assert finding.message == message
    assert finding.severity == "warning"
    assert found(text, "L201") == found(text, "L210") == []


@pytest.mark.parametrize(
    "text",
    [
        net("maxpool: 2"),
        net("maxpool: {kernel: 2, stride: 4}", size="2x2x1"),  # one window that reads all there is
        net("conv: {filters: 1, kernel: 1, stride: 2}"),  # L210's
        net("conv: {filters: 1, kernel: 3, dilation: 3}", size="14x14x1"),
        net("deconv: {filters: 1, kernel: 2, stride: 2}"),
        net("globalavgpool"),
    ],
)
def test_none_is_left_out(text: str) -> None:
    assert found(text, "L208") == []


@pytest.mark.parametrize(
    "other",
    [
        "{name: whole, conv: {filters: 1, kernel: 1}, from: c}",
        "{name: whole, globalavgpool: , from: c}",
        "{name: whole, conv: {filters: 1, kernel: 1}, from: act}",  # activations leave every cell where it is
        "{name: whole, add: [c, act]}",
    ],
)
def test_another_layer_reads_them(other: str) -> None:
    skip = "{name: skip, maxpool: {kernel: 2, stride: 3}, from: act}"
    alone = net("{name: c, " + CONV + "}", "{name: act, relu: }", skip)
    assert len(found(alone, "L208")) == 1
    assert found(alone + f"  - {other}\n", "L208") == []


def test_two_that_step_over_the_same_map_are_one_finding() -> None:
    skip = "maxpool: {kernel: 2, stride: 3}"
    text = net(CONV, "branches: {a: [{" + skip + "}], b: [{" + skip + "}]}\n    merge: concat")
    (finding,) = found(text, "L208")
    (label,) = finding.labels
    assert finding.layer == "a/pool1"
    assert label.message == "`b/pool1` steps over it too"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("kernel: 2, stride: 3", "kernel: 1, stride: 3", "a/pool1"),  # 0, 1, 3, 4 and 0, 3: the first reads what both do
        ("kernel: 1, stride: 3", "kernel: 2, stride: 3", "b/pool1"),
        ("kernel: 2, stride: 3", "kernel: 1, stride: 3, padding: [[1, 0], [1, 0]]", None),  # 0, 1, 3, 4 and 2, 5
        ("kernel: 2, stride: 3", "kernel: 2, stride: 2, dilation: 2, padding: [[0, 3], [0, 3]]", None),  # and 0, 2, 4
    ],
)
def test_what_two_windows_read_of_a_map(one: str, other: str, told: str | None) -> None:
    branches = f"branches: {{a: [{{maxpool: {{{one}}}}}, globalavgpool], b: [{{maxpool: {{{other}}}}}, globalavgpool]}}"
    text = net(CONV, f"{branches}\n    merge: concat")
    assert [finding.layer for finding in found(text, "L208")] == ([told] if told else [])
    assert found(text, "L210") == []


@pytest.mark.parametrize(
    ("layer", "help"),
    [
        ("maxpool: {kernel: 2, stride: 3}", "a kernel of at least the stride leaves no gaps"),
        ("maxpool: {kernel: 2, stride: 2, dilation: 2}", "a kernel of at least the stride, not dilated, leaves no gaps"),
        ("deconv: {filters: 1, kernel: 1, stride: 2}", "a kernel of at least the stride leaves no gaps"),
        (
            "deconv: {filters: 1, kernel: 3, stride: 2, dilation: 2}",
            "a kernel of at least the stride, not dilated, leaves no gaps",
        ),
    ],
)
def test_what_would_leave_none_out(layer: str, help: str) -> None:
    (finding,) = found(net(layer), "L208")
    assert finding.help == (help,)


def test_a_map_that_leaves_the_network_is_read() -> None:
    text = net(CONV, "branches: [[], [{maxpool: {kernel: 2, stride: 3}}]]\n    merge: none")
    assert found(text, "L208") == []
