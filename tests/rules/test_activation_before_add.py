"""L113: a residual's body that ends in a relu."""

from __future__ import annotations

import pytest

from tests.rules.found import found

CONV = "{conv: {filters: 4, kernel: 3, padding: 1}}"


def layers_told(layers: str) -> list[str | None]:
    return [finding.layer for finding in found(f"input: 8x8x4\nlayers:\n  {layers}\n", "L113")]


@pytest.mark.parametrize(
    "layers",
    [
        f"- residual: [{CONV}, {{name: end, relu: {{}}}}]",
        f"- residual: [{CONV}, relu, {CONV}, batchnorm, {{name: end, relu6: {{}}}}, {{droppath: 0.1}}]",
        f"- residual: [{CONV}, {{name: end, relu: {{}}}}]\n    shortcut: [{{conv: {{filters: 4, kernel: 1}}}}, batchnorm]",
        f"- {CONV}\n  - relu\n  - {CONV}\n  - {{name: end, relu: {{}}}}\n  - add: [relu1, end]",
    ],
)
def test_a_body_that_adds_nothing_negative(layers: str) -> None:
    (path,) = layers_told(layers)
    assert path is not None
    assert path.rpartition("/")[2] == "end"


@pytest.mark.parametrize(
    "layers",
    [
        f"- residual: [{CONV}, relu, {CONV}]\n  - relu",
        f"- residual: [{CONV}, leakyrelu]",
        "- residual: [relu]",  # nothing is learned in it
        f"- residual: [{CONV}]\n    shortcut: [{{conv: {{filters: 4, kernel: 1}}}}, relu]",  # the shortcut is no body
        f"- residual: [{CONV}, batchnorm, {CONV}]\n    shortcut: [{{conv: {{filters: 4, kernel: 1}}}}, relu]",
        f"- residual: [{CONV}, relu, {CONV}, relu, {CONV}, relu, {CONV}, relu]",  # a way around several blocks
        f"- branches: [[{CONV}, relu], [{CONV}, relu]]\n    merge: add",  # two ways that are alike
        f"- branches: [[{CONV}, relu], []]\n    merge: concat",
        f"- {{name: skip, conv: {{filters: 4, kernel: 1}}}}\n  - maxpool: 2\n  - {CONV}\n  - relu\n  - upsample: 2\n  - relu\n"
        "  - add: [skip, relu2]",  # an encoder's features, added to the decoder's
    ],
)
def test_what_passes(layers: str) -> None:
    assert layers_told(layers) == []


def test_a_default_is_told_at_the_layer_that_it_came_to() -> None:
    text = "input: 8x8x4\ndefaults: {conv: {kernel: 3, padding: 1, activation: relu}}\nlayers:\n  - residual:\n"
    text += "      - conv: {filters: 4}\n      - conv: {filters: 4}\n"
    (finding,) = found(text, "L113")
    assert finding.message == "the body of this residual ends in `conv2/relu`: what `add1` adds is never negative"
    assert finding.span is not None
    assert (finding.span.line, finding.severity, [label.span.line for label in finding.labels]) == (6, "info", [4])
