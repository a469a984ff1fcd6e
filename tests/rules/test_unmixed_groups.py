"""L304, grouped convolutions whose groups never meet."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def net(*between: str, first: int | str = 4, second: int | str = 4, filters: int = 16) -> str:
    convs = [f"conv: {{filters: {filters}, kernel: 3, padding: 1, groups: {groups}}}" for groups in (first, second)]
    layers = [convs[0], *between, convs[1]]
    return "input: 8x8x8\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)


@pytest.mark.parametrize(
    "between", [(), ("relu",), ("batchnorm", "relu"), ("relu", "maxpool: 2", "dropout: 0.5"), ("scale", "pad: 1", "upsample: 2")]
)
def test_nothing_mixes_them(between: tuple[str, ...]) -> None:
    (finding,) = found(net(*between), "L304")
    (label,) = finding.labels
    assert finding.message == "`conv2` reads in 4 groups what `conv1` made in the same 4; nothing between mixes them"
    assert finding.severity == "info"
    assert finding.layer == "conv2"
    assert label.message == "`conv1` has the same 4 groups"
    assert label.span.line == 3


@pytest.mark.parametrize(
    "text",
    [
        net("shuffle: 4"),
        net("conv: {filters: 16, kernel: 1}"),
        net("lrn"),
        net("layernorm"),
        net("softmax"),
        net("custom: {output: 8x8x16, params: 0, macs: 0}"),
        net("residual: [relu]"),  # paths meet
        net(first=2),  # each group of the second reads half a group, as one of two lies in the other
        net(first=1),
        net(first=8, second=8, filters=8),  # depthwise
        net(first="depthwise", second="depthwise", filters=8),
    ],
)
def test_mixed_or_left_alone(text: str) -> None:
    assert found(text, "L304") == []
