from __future__ import annotations

from typing import Any

import pytest

from tests.conformance import Case, check, facts_of, refused

#: The input maps that each map of LeNet-5's C3 reads (LeCun et al. 1998, table I).
C3 = [
    [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
    [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
    [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
]  # fmt: skip


def k1(**options: Any) -> dict[str, Any]:
    return {"filters": 1, **options}


CASES = [
    # The lectures' layers.
    Case({"filters": 10, "kernel": 5, "padding": 2}, "32x32x3", "32x32x10", 760, 768_000, loop=False),
    Case({"filters": 10, "kernel": 5, "padding": 2}, "4x4x3", "4x4x10", 760, 12_000, operations={"add": 160}),
    Case({"filters": 10, "kernel": 5, "padding": 2, "bias": False}, "4x4x3", "4x4x10", 750, 12_000),
    Case({"filters": 32, "kernel": 1}, "56x56x64", "56x56x32", 2_080, 6_422_528, loop=False),
    Case({"filters": 32, "kernel": 1}, "3x3x64", "3x3x32", 2_080, 18_432),
    Case({"filters": 96, "kernel": 11, "stride": 4}, "227x227x3", "55x55x96", 34_944, 105_415_200, loop=False),
    Case({"filters": 256, "kernel": 5, "padding": 2}, "27x27x96", "27x27x256", 614_656, 447_897_600, loop=False),
    Case({"filters": 16, "kernel": 5, "connections": C3}, "14x14x6", "10x10x16", 1_516, 150_000),
    Case({"filters": 16, "kernel": 5}, "14x14x6", "10x10x16", 2_416, 240_000),
    Case({"filters": 1, "kernel": 3}, "7x7x1", "5x5x1", 10, 225),
    Case({"filters": 1, "kernel": 3, "stride": 2}, "7x7x1", "3x3x1", 10, 81),
    Case({"filters": 1, "kernel": 3, "padding": 1}, "7x7x1", "7x7x1", 10, 441),
    # One and three axes.
    Case({"filters": 1, "kernel": 3}, "10x1", "8x1", 4, 24),
    Case({"filters": 4, "kernel": 5, "stride": 2, "padding": 2}, "9x3", "5x4", 64, 300),
    Case({"filters": 2, "kernel": 3, "padding": 1}, "3x4x5x2", "3x4x5x2", 110, 6_480),
    Case({"filters": 2, "kernel": [1, 2, 3], "stride": "1x2x1"}, "2x4x5x3", "2x2x3x2", 38, 432),
    # A size for each axis.
    Case({"filters": 2, "kernel": [3, 5], "stride": [1, 2]}, "6x9x1", "4x3x2", 32, 360),
    Case({"filters": 2, "kernel": "1x7", "padding": [0, 3]}, "4x4x2", "4x4x2", 30, 448),
    # Groups and partial connections.
    Case({"filters": 6, "kernel": 3, "groups": 2}, "5x5x4", "3x3x6", 114, 972),
    Case({"filters": 8, "kernel": 3, "groups": "depthwise", "bias": False}, "5x5x4", "3x3x8", 72, 648),
    Case(
        {"filters": 256, "kernel": 5, "padding": 2, "groups": 2},
        "27x27x96",
        "27x27x256",
        307_456,
        223_948_800,
        loop=False,
    ),
    Case({"filters": 2, "kernel": 3, "connections": [[0], [0, 2]], "bias": False}, "4x4x3", "2x2x2", 27, 108),
    # Dilation.
    Case({"filters": 1, "kernel": 3, "dilation": 2}, "7x7x1", "3x3x1", 10, 81),
    Case({"filters": 1, "kernel": 2, "dilation": [1, 3], "stride": 2, "rounding": "floor"}, "7x8x1", "3x3x1", 5, 36),
    # Padding that differs or is worked out.
    Case({"filters": 1, "kernel": 5, "stride": 2, "padding": [[1, 2], [1, 2]]}, "32x32x1", "16x16x1", 26, 6_400),
    Case({"filters": 1, "kernel": 3, "padding": [[0, 2], [1, 1]]}, "5x5x1", "5x5x1", 10, 225),
    Case({"filters": 1, "kernel": 2, "padding": [[1, 2]]}, "4x1", "6x1", 3, 12),
    Case({"filters": 1, "kernel": 7, "padding": "same"}, "6x5x1", "6x5x1", 50, 1_470),
    Case({"filters": 1, "kernel": 3, "dilation": 2, "padding": "same"}, "6x5x1", "6x5x1", 10, 270),
    Case({"filters": 1, "kernel": 3, "padding": "valid"}, "6x5x1", "4x3x1", 10, 108),
    Case({"filters": 1, "kernel": 3, "stride": 2, "padding": "same-tf"}, "8x7x1", "4x4x1", 10, 144),
    Case({"filters": 1, "kernel": 1, "stride": 3, "padding": "same-tf"}, "7x8x1", "3x3x1", 2, 9),
    # The five roundings; 8 cells under a window of 3 at stride 3 are where they part.
    Case(k1(kernel=3, stride=3, rounding="strict"), "9x1", "3x1", 4, 9),
    Case(k1(kernel=3, stride=3, rounding="floor"), "8x1", "2x1", 4, 6),
    Case(k1(kernel=3, stride=3, rounding="ceil"), "8x1", "3x1", 4, 9),
    Case(k1(kernel=1, stride=3, rounding="ceil", padding=1), "3x1", "2x1", 2, 2),
    Case(k1(kernel=2, stride=3, rounding="ceil"), "6x1", "2x1", 3, 4),
    Case(k1(kernel=2, stride=3, rounding="ceil-caffe"), "6x1", "3x1", 3, 6),
    Case(k1(kernel=2, stride=3, padding=1, rounding="ceil-caffe"), "5x1", "2x1", 3, 4),
    Case(k1(kernel=2, stride=3, padding=1, rounding="ceil-onnx"), "5x1", "3x1", 3, 6),
    Case(k1(kernel=2, stride=3, padding=1, rounding="ceil"), "5x1", "2x1", 3, 4),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_conv(case: Case) -> None:
    check("conv", case)


@pytest.mark.parametrize(
    ("options", "inputs", "code", "option", "words"),
    [
        (
            k1(kernel=3, stride=3),
            "7x7x3",
            "H302",
            "stride",
            "height and width: the windows do not fit: (7 + 2*0 - 3)/3 + 1 = 2 1/3",
        ),
        (
            k1(kernel=[3, 2], stride=2),
            "6x6x1",
            "H302",
            "stride",
            "height: the windows do not fit: (6 + 2*0 - 3)/2 + 1 = 2 1/2",
        ),
        (
            k1(kernel=5),
            "4x4x1",
            "H301",
            "kernel",
            "a kernel of 5 is larger than the padded input of 4: (4 + 2*0 - 5)/1 + 1 = 0",
        ),
        (k1(kernel=9, padding=2), "4x4x1", "H301", "kernel", "larger than the padded input of 4 + 2 + 2 = 8"),
        (k1(kernel=3, dilation=3), "6x6x1", "H301", "kernel", "a kernel of 3, 7 wide with dilation 3, is larger"),
        (
            k1(kernel=5, rounding="floor"),
            "4x1",
            "H301",
            "kernel",
            "length: a kernel of 5 is larger than the padded input of 4",
        ),
        (k1(kernel=0), "4x4x1", "H303", "kernel", "`kernel` must be at least 1, found 0"),
        (k1(kernel=3, stride=0), "4x4x1", "H303", "stride", "`stride` must be at least 1, found 0"),
        (k1(kernel=3, padding=-1), "4x4x1", "H303", "padding", "`padding` must be at least 0, found -1"),
        (k1(kernel=3, groups=0), "4x4x1", "H303", "groups", "`groups` must be at least 1, found 0"),
        (
            {"filters": 4, "kernel": 1, "groups": 2},
            "4x4x3",
            "H304",
            "groups",
            "2 groups do not divide 3 arriving channels",
        ),
        ({"filters": 3, "kernel": 1, "groups": 2}, "4x4x4", "H304", "groups", "2 groups do not divide 3 filters"),
        (
            {"filters": 3, "kernel": 1, "groups": "depthwise"},
            "4x4x2",
            "H304",
            "groups",
            "2 groups do not divide 3 filters",
        ),
        (k1(kernel=1, connections=[[0], [1]]), "4x4x2", "H304", "connections", "`connections` lists 2 filters of 1"),
        (
            k1(kernel=1, connections=[[0, 2]]),
            "4x4x2",
            "H304",
            "connections",
            "[0, 2] must name different channels from 0 to 1",
        ),
        (k1(kernel=1, connections=[[1, 1]]), "4x4x2", "H304", "connections", "[1, 1] must name different channels"),
        (k1(kernel=1, connections=[[0]], groups=2), "4x4x2", "H304", "connections", "exclude each other"),
        (k1(kernel=3), "3072", "H306", "", "`conv` slides over a volume, but the input is a vector of 3,072"),
        (k1(kernel=2, padding="same"), "4x4x1", "H307", "padding", "`same` needs an odd kernel: (2 - 1)/2 = 1/2"),
        (
            k1(kernel=3, stride=2, padding="same"),
            "5x5x1",
            "H307",
            "padding",
            "`same` keeps the size only at stride 1, found stride 2",
        ),
    ],
)
def test_refusals(options: dict[str, Any], inputs: str, code: str, option: str, words: str) -> None:
    refused("conv", options, inputs, code, option, words)


def test_unlike_axes_are_both_told() -> None:
    error = refused("conv", k1(kernel=3, stride=3), "7x8x1", "H302", "stride", "height: the windows do not fit")
    assert error.help[-1] == "also width: the windows do not fit: (8 + 2*0 - 3)/3 + 1 = 2 2/3"


def test_an_even_kernel_with_same_is_told_a_padding_that_keeps_the_size() -> None:
    error = refused("conv", k1(kernel=4, padding="same"), "6x6x1", "H307", "padding", "odd kernel")
    assert "padding [[1, 2], ...]" in error.help[0]
    assert facts_of("conv", k1(kernel=4, padding=[[1, 2], [1, 2]]), "6x6x1").output.spatial == (6, 6)


def test_parameters_are_named_tensors() -> None:
    facts = facts_of("conv", {"filters": 6, "kernel": [3, 5], "groups": 2}, "9x9x4")
    assert facts.parameters == {"weight": (6, 2, 3, 5), "bias": (6,)}
    assert facts_of("conv", {"filters": 6, "kernel": 3, "bias": False}, "9x9x4").parameters == {"weight": (6, 4, 3, 3)}
