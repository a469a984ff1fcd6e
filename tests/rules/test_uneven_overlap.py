"""L209, transposed convolutions that overlap unevenly."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(options: str, size: str = "4x4x3") -> str:
    return f"input: {size}\nlayers:\n  - deconv: {{filters: 2, {options}}}\n"


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        # on an axis 1 or 2 windows reach a cell, on two 1, 2 or 4
        (
            net("kernel: 3, stride: 2, padding: 1, output_padding: 1"),
            "a kernel of 3 at stride 2 makes neighbouring cells sums of 1, 2 or 4 values",
            "at stride 2, kernels of 2 or 4 overlap evenly",
        ),
        (
            net("kernel: 5, stride: 2", "4x3"),
            "a kernel of 5 at stride 2 makes neighbouring cells sums of 2 or 3 values",
            "at stride 2, kernels of 4 or 6 overlap evenly",
        ),
        # 4 = 3 + 1: one of three cells is reached twice
        (
            net("kernel: 4, stride: 3", "4x3"),
            "a kernel of 4 at stride 3 makes neighbouring cells sums of 1 or 2 values",
            "at stride 3, kernels of 3 or 6 overlap evenly",
        ),
        # the height is even: 4 at 2 is always 2
        (
            net("kernel: [4, 3], stride: 2"),
            "a kernel of 4x3 at stride 2 makes neighbouring cells sums of 2 or 4 values",
            "at stride 2, kernels of 4 overlap evenly",
        ),
    ],
)
def test_uneven(text: str, message: str, help: str) -> None:
    (finding,) = found(text, "L209")
    assert (finding.message, finding.help, finding.severity) == (message, (help,), "info")


@pytest.mark.parametrize(
    "options",
    [
        "kernel: 2, stride: 2",
        "kernel: 4, stride: 2, padding: 1",
        "kernel: 3",
        "kernel: 6, stride: 3, dilation: 2",  # offsets 0, 2, 4, 6, 8, 10: two for each of three cells
        "kernel: 1, stride: 2",  # L208's
        "kernel: 3, stride: 2, dilation: 2",  # every other cell gets nothing: L208's
    ],
)
def test_even(options: str) -> None:
    assert found(net(options), "L209") == []
    assert len(found(net(options), "L208")) == (options in ("kernel: 1, stride: 2", "kernel: 3, stride: 2, dilation: 2"))


@pytest.mark.parametrize(
    ("options", "size", "told"),
    [
        ("kernel: 3, stride: 2", "1x1x3", None),  # of one cell, each cell is one value
        ("kernel: 3, stride: 2", "2x2x3", "sums of 1, 2 or 4 values"),  # 1 1 2 1 1
        ("kernel: 5, stride: 2", "2x3", None),  # 1 1 2 2 2 1 1: none is the sum of three
        ("kernel: 5, stride: 2", "3x3", "sums of 2 or 3 values"),  # 1 1 2 2 3 2 2 1 1
        ("kernel: 3, stride: 2, padding: [[2, 2]]", "2x3", None),  # the one that is left
    ],
)
def test_the_sums_that_it_tells_are_there(options: str, size: str, told: str | None) -> None:
    messages = [finding.message for finding in found(net(options, size), "L209")]
    assert [message.partition("neighbouring cells ")[2] for message in messages] == ([told] if told else [])
