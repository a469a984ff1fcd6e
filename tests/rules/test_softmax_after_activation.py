"""L104: scores that are clipped or squashed, and by how much."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(layers: str) -> list[str]:
    return [finding.message for finding in found(f"input: 20\nlayers:\n  {layers}\n", "L104")]


CLIPPED = "every score below 0 becomes 0, so that its class is as likely as any other of those and learns nothing"


@pytest.mark.parametrize(
    ("layers", "effect"),
    [
        ("- fc: 10\n  - {name: a, relu: {}}\n  - {name: s, softmax: {}}", CLIPPED),
        ("- fc: 10\n  - {name: a, relu: {}}\n  - dropout\n  - flatten\n  - {name: s, softmax: {}}", CLIPPED),
        # e/(e + 9) = 2.71828/11.71828, and e/(e + 999) = 2.71828/1001.71828
        ("- fc: 10\n  - {name: a, sigmoid: {}}\n  - {name: s, softmax: {}}",
         "all scores lie between 0 and 1, so that no class of 10 gets more than 0.232"),
        ("- fc: 1000\n  - {name: a, hardsigmoid: {}}\n  - {name: s, softmax: {}}",
         "all scores lie between 0 and 1, so that no class of 1,000 gets more than 0.00271"),
        # e^2/(e^2 + 9) = 7.38906/16.38906, and e^6/(e^6 + 999) = 403.429/1402.429
        ("- fc: 10\n  - {name: a, tanh: {}}\n  - {name: s, softmax: {}}",
         "all scores lie between -1 and 1, so that no class of 10 gets more than 0.451"),
        ("- fc: 1000\n  - {name: a, relu6: {}}\n  - {name: s, softmax: {}}",
         "all scores lie between 0 and 6, so that no class of 1,000 gets more than 0.288"),
        ("- fc: 10\n  - {name: a, relu: {}}\n  - {name: s, sigmoid: {}}",
         "no score is below 0, so that nothing that `s` gives is below 0.5"),
    ],
)  # fmt: skip
def test_what_it_does_to_the_probabilities(layers: str, effect: str) -> None:
    assert told(layers) == [f"`a` stands between the scores and `s`: {effect}"]


@pytest.mark.parametrize(
    "layers",
    [
        "- fc: 10\n  - softmax",
        "- fc: 10\n  - relu\n  - fc: 10\n  - softmax",
        "- fc: 10\n  - leakyrelu\n  - softmax",
        "- fc: 10\n  - tanh\n  - scale\n  - softmax",  # a learned temperature
        "- fc: 10\n  - tanh\n  - sigmoid",
        "- softmax",
    ],
)
def test_scores_of_any_sign_pass(layers: str) -> None:
    assert told(layers) == []


def test_averaged_maps_are_no_clipped_scores() -> None:
    """Network in Network and SqueezeNet: a relu, then the mean of each map."""
    text = "input: 8x8x3\nlayers:\n  - conv: {filters: 10, kernel: 1, activation: relu}\n  - globalavgpool\n  - softmax\n"
    assert found(text, "L104") == []


def test_a_default_is_told_at_the_layer_that_it_came_to() -> None:
    text = "input: 20\ndefaults: {fc: {activation: relu}}\nlayers:\n  - fc: 30\n  - fc: 10\n  - softmax\n"
    (finding,) = found(text, "L104")
    assert finding.span is not None
    assert (finding.span.line, finding.layer, finding.severity) == (5, "fc2", "warning")
    (finding,) = found("input: 20\nlayers:\n  - fc: {outputs: 10, activation: relu}\n  - softmax\n", "L104")
    assert finding.span is not None
    assert (finding.span.column, [label.span.line for label in finding.labels]) == (35, [4])
