"""L103: activations that change nothing, and those that are applied twice."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(layers: str, input: str = "32x32x4") -> list[str]:
    return [finding.message for finding in found(f"input: {input}\nlayers:\n  {layers}\n", "L103")]


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ("- relu\n  - relu", "`relu2` changes nothing: what it reads is never negative since `relu1`"),
        ("- relu6\n  - relu", "`relu2` changes nothing: what it reads is never negative since `relu1`"),
        ("- softmax\n  - relu", "`relu1` changes nothing: what it reads is never negative since `softmax1`"),
        ("- sigmoid\n  - relu", "`relu1` changes nothing: what it reads is never negative since `sigmoid1`"),
        ("- relu\n  - leakyrelu", "`leakyrelu1` changes nothing: what it reads is never negative since `relu1`"),
        ("- relu\n  - prelu", "`prelu1` changes nothing: what it reads is never negative since `relu1`"),
        ("- relu\n  - elu", "`elu1` changes nothing: what it reads is never negative since `relu1`"),
        ("- relu6\n  - relu6", "`relu2` changes nothing: what it reads lies between 0 and 6 since `relu1`"),
        ("- hardsigmoid\n  - relu6", "`relu1` changes nothing: what it reads lies between 0 and 6 since `hardsigmoid1`"),
        ("- relu6\n  - maxpool: 2\n  - relu6", "`relu2` changes nothing: what it reads lies between 0 and 6 since `relu1`"),
        ("- relu\n  - maxpool: 2\n  - dropout\n  - flatten\n  - relu",
         "`relu2` changes nothing: what it reads is never negative since `relu1`"),
        ("- branches: [[relu], [sigmoid]]\n    merge: concat\n  - relu",
         "`relu2` changes nothing: what it reads is never negative since `relu1`"),
        ("- branches: [[relu], [relu6]]\n    merge: add\n  - relu",
         "`relu3` changes nothing: what it reads is never negative since `relu1`"),
        ("- branches: [[relu], [relu]]\n    merge: add\n  - relu6\n  - relu6",
         "`relu4` changes nothing: what it reads lies between 0 and 6 since `relu3`"),
        ("- relu\n  - relu6", "`relu1` changes nothing: `relu2` behind it gives the same without it"),
        ("- leakyrelu\n  - relu", "`leakyrelu1` changes nothing: `relu1` behind it gives the same without it"),
        ("- elu\n  - relu", "`elu1` changes nothing: `relu1` behind it gives the same without it"),
        ("- tanh\n  - tanh", "`tanh2` applies `tanh` to what `tanh1` gives: the same activation twice"),
        ("- sigmoid\n  - sigmoid", "`sigmoid2` applies `sigmoid` to what `sigmoid1` gives: the same activation twice"),
        ("- gelu\n  - flatten\n  - gelu", "`gelu2` applies `gelu` to what `gelu1` gives: the same activation twice"),
        ("- leakyrelu\n  - leakyrelu", "`leakyrelu2` applies `leakyrelu` to what `leakyrelu1` gives: the same activation twice"),
    ],
)  # fmt: skip
def test_one_too_many(layers: str, message: str) -> None:
    assert told(layers) == [message]


@pytest.mark.parametrize(
    "layers",
    [
        "- relu\n  - conv: {filters: 4, kernel: 1}\n  - relu",
        "- relu\n  - batchnorm\n  - relu",
        "- relu\n  - scale\n  - relu",  # a learned factor may be negative
        "- leakyrelu: {slope: -1}\n  - relu",  # |x|
        "- prelu\n  - relu",  # its slope may become negative
        "- relu\n  - sigmoid",
        "- relu\n  - tanh",
        "- sigmoid\n  - tanh",
        "- tanh\n  - relu",
        "- {name: a, relu: {}}\n  - {name: b, relu6: {}}\n  - concat: [a, b]",  # what relu gives above 6 is read too
        "- residual: [{conv: {filters: 4, kernel: 1}}, relu]\n  - relu",  # the shortcut brings the image itself
        "- branches: [[relu6], [relu6]]\n    merge: add\n  - relu6",  # 12 at most
        "- relu6\n  - dropout: 0.5\n  - relu6",  # 12 in training
        "- branches: [[relu], [tanh]]\n    merge: concat\n  - relu",
    ],
)
def test_what_an_activation_is_for(layers: str) -> None:
    assert told(layers) == []


def test_a_block_that_is_used_elsewhere_with_effect_passes() -> None:
    """The first of three finds what a relu gave, the others sums that may be negative."""
    block = "blocks:\n  unit: {layers: [{residual: [relu, {conv: {filters: 4, kernel: 1}}]}]}\n"
    start = f"input: 8x8x4\n{block}layers:\n  - relu\n"
    assert found(f"{start}  - unit\n  - unit\n", "L103") == []
    assert len(found(f"{start}  - unit\n", "L103")) == 1


def test_both_places_are_shown() -> None:
    (finding,) = found("input: 8x8x3\nlayers:\n  - conv: {filters: 6, kernel: 3, activation: relu}\n  - relu\n", "L103")
    assert finding.span is not None
    assert (finding.span.line, finding.severity, finding.layer) == (4, "warning", "relu1")
    assert [(label.span.line, label.span.column) for label in finding.labels] == [(3, 47)]
