"""L102: which biases a norm takes away, and how many."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(layers: str, input: str = "32x32x3") -> list[str]:
    return [finding.message for finding in found(f"input: {input}\nlayers:\n  {layers}\n", "L102")]


@pytest.mark.parametrize(
    ("layers", "biases"),
    [
        ("- {name: a, conv: {filters: 16, kernel: 3}}\n  - {name: n, batchnorm: {}}", 16),
        ("- {name: a, conv: {filters: 16, kernel: 3}}\n  - {name: n, batchnorm: {affine: false}}", 16),
        ("- {name: a, conv: {filters: 16, kernel: 3}}\n  - {name: n, instancenorm: {}}", 16),
        ("- {name: a, conv: {filters: 16, kernel: 3}}\n  - {name: n, groupnorm: 16}", 16),
        ("- {name: a, deconv: {filters: 8, kernel: 2, stride: 2}}\n  - {name: n, batchnorm: {}}", 8),
        ("- {name: a, fc: 1200}\n  - {name: n, batchnorm: {}}", 1200),
    ],
)
def test_each_channels_mean_takes_the_bias(layers: str, biases: int) -> None:
    assert told(layers) == [f"`n` subtracts each channel's mean, and with it the {biases:,} biases of `a`"]


@pytest.mark.parametrize(
    "layers",
    [
        "- conv: {filters: 16, kernel: 3, bias: false}\n  - batchnorm",
        "- conv: {filters: 16, kernel: 3}\n  - groupnorm: 4",  # a group's mean leaves its channels apart
        "- conv: {filters: 16, kernel: 3}\n  - layernorm",
        "- conv: {filters: 16, kernel: 3}\n  - lrn",
        "- conv: {filters: 16, kernel: 3}\n  - relu\n  - batchnorm",
        "- subsample: 2\n  - batchnorm",
        "- batchnorm\n  - relu",
        "- {name: a, conv: {filters: 16, kernel: 3}}\n  - {name: n, batchnorm: {}}\n  - add: [a, n]",  # read without the norm too
        "- {name: a, conv: {filters: 3, kernel: 1}}\n  - batchnorm\n  - {conv: {filters: 3, kernel: 1}, share: a}\n  - relu",
    ],
)
def test_what_keeps_its_bias(layers: str) -> None:
    assert told(layers) == []


def test_the_layers_of_a_loop_are_told_once() -> None:
    """8 + 16 + 32 biases."""
    layers = "- for: {width: [8, 16, 32]}\n    layers:\n      - conv: {filters: $width, kernel: 3, norm: batchnorm}"
    assert told(layers) == [
        "`batchnorm` subtracts each channel's mean, and with it the 56 biases of 3 layers, `conv1` to `conv3`"
    ]


def test_the_option_is_shown_where_it_is_given() -> None:
    (finding,) = found("input: 8x8x3\nlayers:\n  - conv: {bias: true, filters: 6, kernel: 3}\n  - batchnorm\n", "L102")
    assert finding.span is not None
    assert (finding.span.column, finding.severity, finding.layer) == (18, "info", "conv1")
    assert [label.span.line for label in finding.labels] == [4]
    (finding,) = found("input: 8x8x3\nlayers:\n  - conv: {filters: 6, kernel: 3, norm: batchnorm}\n", "L102")
    assert finding.span is not None
    assert (finding.span.column, finding.labels) == (5, ())


BLOCK = """\
input: 32x32x8
blocks:
  unit: {params: {norm: }, layers: [{conv: {filters: 8, kernel: 1, norm: $norm, activation: relu}}]}
layers:
"""


@pytest.mark.parametrize(
    ("uses", "told", "help"),
    [
        ("  - unit: batchnorm\n  - unit: instancenorm\n",
         "`batchnorm` or `instancenorm` subtracts each channel's mean, and with it the 16 biases of 2 layers, "
         "`unit1/conv1` to `unit2/conv1`", "`bias: false` leaves them out"),
        ("  - unit: batchnorm\n  - unit: none\n",
         "`unit1/conv1/batchnorm` subtracts each channel's mean, and with it the 8 biases of `unit1/conv1`",
         "`bias: false`, where a norm follows, leaves them out"),
    ],
)  # fmt: skip
def test_a_place_with_several_norms(uses: str, told: str, help: str) -> None:
    (finding,) = found(BLOCK + uses, "L102")
    assert (finding.message, finding.help) == (told, (help,))
