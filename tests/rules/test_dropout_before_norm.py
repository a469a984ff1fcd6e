"""L105: how much more variance batch norm sees in training, (v/(1 - p))/v at least."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(layers: str) -> list[str]:
    return [finding.message for finding in found(f"input: 8x8x4\nlayers:\n  {layers}\n", "L105")]


@pytest.mark.parametrize(
    ("layers", "times", "rate", "rest"),
    [
        ("- {name: d, dropout: 0.5}\n  - {name: n, batchnorm: {}}", "2", "0.5", "0.5"),
        ("- {name: d, dropout: 0.2}\n  - {name: n, batchnorm: {}}", "1.25", "0.2", "0.8"),
        ("- {name: d, dropout: 0.25}\n  - relu\n  - flatten\n  - {name: n, batchnorm: {}}", "1.33", "0.25", "0.75"),
    ],
)
def test_the_factor(layers: str, times: str, rate: str, rest: str) -> None:
    message = f"in training `n` sees a variance at least {times} times that of inference: "
    assert told(layers) == [f"{message}`d` drops {rate} of the values and divides the others by {rest}"]


@pytest.mark.parametrize(
    "layers",
    [
        "- batchnorm\n  - dropout: 0.5",
        "- dropout: 0\n  - batchnorm",
        "- dropout: 1\n  - batchnorm",
        "- droppath: 0.5\n  - batchnorm",  # whole images; the others' channels keep their place
        "- dropout: 0.5\n  - layernorm",  # statistics of the image itself, in training and at inference
        "- dropout: 0.5\n  - conv: {filters: 4, kernel: 1}\n  - batchnorm",
        "- dropout: 0.5\n  - sigmoid\n  - batchnorm",
        "- residual: [{dropout: 0.5}]\n  - batchnorm",
    ],
)
def test_what_passes(layers: str) -> None:
    assert told(layers) == []


def test_both_places_are_shown() -> None:
    (finding,) = found("input: 9\nlayers:\n  - dropout: 0.5\n  - batchnorm\n", "L105")
    assert finding.span is not None
    assert (finding.span.line, finding.severity, finding.layer) == (3, "warning", "dropout1")
    assert [label.span.line for label in finding.labels] == [4]
