"""L107: a relu on the last scores."""

from __future__ import annotations

import pytest

from tests.rules.found import found


@pytest.mark.parametrize("end", ["relu", "relu6"])
def test_clipped_scores(end: str) -> None:
    (finding,) = found(
        f"input: 50\nlayers:\n  - fc: 20\n  - tanh\n  - {{name: scores, fc: 10}}\n  - {{name: end, {end}: {{}}}}\n", "L107"
    )
    told = "the 10 outputs of `scores`, the network's last, are never negative: `end` clips them, "
    told += "and what is clipped has no gradient"
    assert (finding.message, finding.layer, finding.severity) == (told, "scores", "info")


@pytest.mark.parametrize(
    "layers",
    [
        "- fc: 20\n  - relu\n  - fc: 10",
        "- fc: 20\n  - relu\n  - fc: 10\n  - relu\n  - scale",
        "- fc: 20\n  - relu\n  - fc: 10\n  - leakyrelu",
        "- fc: 20\n  - relu\n  - fc: 10\n  - relu\n  - softmax",  # L104's
        "- fc: 10\n  - relu",  # one layer alone
        "- fc: 20\n  - relu\n  - fc: 20\n  - relu",  # as wide as what it reads: features
        "- reshape: 5x5x2\n  - conv: {filters: 4, kernel: 1}\n  - relu\n  - conv: {filters: 3, kernel: 1}\n  - relu",  # maps
    ],
)
def test_what_passes(layers: str) -> None:
    assert found(f"input: 50\nlayers:\n  {layers}\n", "L107") == []


def test_the_default_that_did_it_is_shown() -> None:
    text = "input: 50\ndefaults: {fc: {activation: relu}}\nlayers:\n  - fc: 20\n  - {aux: [fc: 5], name: head}\n  - fc: 10\n"
    head, last = found(text, "L107")
    assert (head.layer, last.layer) == ("head/fc1", "fc2")
    assert [label.span.line for label in last.labels] == [2]
