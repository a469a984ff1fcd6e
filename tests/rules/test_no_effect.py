"""L110: what gives what it reads, by a value that the file states."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(layers: str, input: str = "8x8x4") -> list[str]:
    return [finding.message for finding in found(f"input: {input}\nlayers:\n  {layers}\n", "L110")]


@pytest.mark.parametrize(
    ("layer", "why"),
    [
        ("dropout: 0", "drops nothing at rate 0"),
        ("droppath: 0", "drops nothing at rate 0"),
        ("maxpool: 1", "gives what it reads: its window is one cell and moves by one"),
        ("avgpool: {kernel: 1, stride: 1}", "gives what it reads: its window is one cell and moves by one"),
        ("conv: {filters: 2, kernel: 1, dilation: 3}", "has a window of one cell, which a dilation of 3 does not spread"),
        ("upsample: 1", "gives what it reads: the factor is 1"),
        ("pixelshuffle: 1", "gives what it reads: the factor is 1"),
        ("shuffle: 1", "shuffles nothing: it has one group"),
        ("shuffle: 4", "shuffles nothing: 4 groups have one channel each"),
        ("pad: 0", "adds nothing: the padding is 0"),
        ("reshape: 8x8x4", "gives what it reads: 8x8x4 arrives"),
        ("permute: [height, width, channels]", "leaves every axis where it is"),
    ],
)
def test_each_kind(layer: str, why: str) -> None:
    kind, _, value = layer.partition(": ")
    assert told(f"- {{name: a, {kind}: {value}}}\n  - relu") == [f"`a` {why}"]


def test_flatten_of_a_vector_and_identity() -> None:
    assert told("- fc: 12\n  - flatten") == ["`flatten1` gives what it reads: a vector of 12 arrives"]
    assert told("- relu\n  - identity\n  - fc: 3") == ["`identity1` gives what it reads"]
    assert told("- branches: [[identity, tanh], [relu]]\n    merge: add") == ["`identity1` gives what it reads"]


@pytest.mark.parametrize(
    "layers",
    [
        "- dropout: 0.1",
        "- maxpool: {kernel: 1, stride: 2, rounding: floor}",
        "- avgpool: {kernel: 1, stride: 1, padding: 1}",
        "- conv: {filters: 2, kernel: [1, 3], dilation: 2}",
        "- conv: {filters: 2, kernel: 1}",
        "- upsample: [1, 2]",
        "- shuffle: 2",
        "- pad: [0, 1]",
        "- reshape: 4x16x4",
        "- permute: [width, height, channels]",
        "- flatten",
        "- adaptiveavgpool: 8x8",  # of another input it would pool
        "- globalavgpool\n  - globalmaxpool",
        "- relu\n  - {name: features, identity: {}}\n  - fc: 3",  # a name to speak of
        "- branches: [[identity], [relu]]\n    merge: add",
        "- relu\n  - identity",
    ],
)
def test_what_has_an_effect_or_a_reason(layers: str) -> None:
    assert told(layers) == []


def test_a_value_that_is_computed_passes() -> None:
    text = "input: 8x8x4\nparams: {rate: 0}\nlayers:\n  - dropout: $rate\n  - droppath: $(0.2 * rate)\n  - dropout: {}\n"
    assert found(text, "L110") == []


def test_a_block_that_has_an_effect_elsewhere_passes() -> None:
    block = "input: 8x8x4\nblocks:\n  head: {layers: [flatten, {fc: 9}]}\nlayers:\n"
    assert found(f"{block}  - head\n  - head\n", "L110") == []
    assert len(found(f"{block}  - fc: 9\n  - head\n  - head\n", "L110")) == 1


def test_the_option_is_shown() -> None:
    (finding,) = found("input: 9\nlayers:\n  - dropout: 0\n  - relu\n", "L110")
    assert finding.span is not None
    assert (finding.span.line, finding.span.column, finding.severity) == (3, 14, "info")
