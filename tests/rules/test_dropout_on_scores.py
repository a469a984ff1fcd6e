"""L106: dropout behind the last layer with weights."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(layers: str) -> list[str]:
    return [finding.message for finding in found(f"input: 8x8x4\nlayers:\n  {layers}\n", "L106")]


@pytest.mark.parametrize(
    ("layers", "count", "rate"),
    [
        ("- {name: a, fc: 10}\n  - {name: d, dropout: 0.5}\n  - softmax", 10, "0.5"),
        ("- {name: a, fc: 1000}\n  - {name: d, dropout: 0.2}", "1,000", "0.2"),
        (
            "- {name: a, conv: {filters: 3, kernel: 1}}\n  - flatten\n  - {name: d, dropout: 0.5}\n  - sigmoid",
            192,
            "0.5",
        ),  # 8*8*3
    ],
)
def test_scores_are_dropped(layers: str, count: object, rate: str) -> None:
    start = f"`d` drops scores, not features: in training each of the {count} values of `a`, "
    assert told(layers) == [f"{start}which leave the network, is 0 at rate {rate}"]


@pytest.mark.parametrize(
    "layers",
    [
        "- fc: 20\n  - dropout: 0.5\n  - fc: 10\n  - softmax",
        "- fc: 20\n  - relu\n  - dropout: 0.5",  # features for somebody else
        "- fc: 10\n  - dropout: 0\n  - softmax",
        "- conv: {filters: 4, kernel: 1}\n  - droppath: 0.5",
        "- residual: [{conv: {filters: 4, kernel: 1}}, {dropout: 0.5}]",
        "- conv: {filters: 4, kernel: 1}\n  - dropout: 0.5\n  - relu",
        "- dropout: 0.5",
        "- fc: 10\n  - {name: d, dropout: 0.5}\n  - softmax\n  - {fc: 3, from: d}",  # features too
    ],
)
def test_what_passes(layers: str) -> None:
    assert told(layers) == []


def test_side_heads_are_looked_at() -> None:
    text = "input: 9\nlayers:\n  - fc: 9\n  - relu\n  - {aux: [{fc: 5}, {dropout: 0.5}], name: head}\n  - fc: 3\n"
    (finding,) = found(text, "L106")
    assert (finding.layer, finding.severity) == ("head/dropout1", "warning")
    assert [label.message for label in finding.labels] == ["the last layer with weights"]
