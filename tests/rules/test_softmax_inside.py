"""L108: softmax that something with weights, or another softmax, reads."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(layers: str, input: str = "8x8x4") -> list[str]:
    return [finding.message for finding in found(f"input: {input}\nlayers:\n  {layers}\n", "L108")]


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ("- fc: 50\n  - {name: s, softmax: {}}\n  - {name: b, fc: 10}",
         "`s` stands inside the network: its 50 values, which sum to 1, go into `b`"),
        ("- conv: {filters: 6, kernel: 1}\n  - {name: s, softmax: {}}\n  - batchnorm\n  "
         "- {name: b, conv: {filters: 3, kernel: 1}}",
         "`s` stands inside the network: its 6 values, which sum to 1 at each place, go into `b`"),
        # e/(e + 9) = 0.232
        ("- fc: 10\n  - {name: s, softmax: {}}\n  - {name: t, softmax: {}}",
         "`t` takes the probabilities of `s` for scores: no class of 10 gets more than 0.232"),
        # of 8*8*10 values each is a class to the second, e/(e + 639) = 0.00424; the other way round of 640 ten are
        ("- conv: {filters: 10, kernel: 1}\n  - {name: s, softmax: {}}\n  - flatten\n  - {name: t, softmax: {}}",
         "`t` takes the probabilities of `s` for scores: no class of 640 gets more than 0.00424"),
        ("- fc: 640\n  - {name: s, softmax: {}}\n  - reshape: 8x8x10\n  - {name: t, softmax: {}}",
         "`t` takes the probabilities of `s` for scores: no class of 10 gets more than 0.232"),
    ],
)  # fmt: skip
def test_who_reads_it(layers: str, message: str) -> None:
    assert told(layers) == [message]


@pytest.mark.parametrize(
    "layers",
    [
        "- fc: 10\n  - softmax",
        "- conv: {filters: 4, kernel: 1}\n  - branches: [[], [conv: {filters: 4, kernel: 1}, softmax]]\n    merge: multiply\n"
        "  - conv: {filters: 2, kernel: 1}",  # attention
        "- {name: s, softmax: {}}\n  - conv: {filters: 4, kernel: 1}\n  - add: [s, conv1]",  # read elsewhere too
        "- softmax\n  - custom: {output: 3, params: 0, macs: 0}",
    ],
)
def test_what_passes(layers: str) -> None:
    assert told(layers) == []


def test_both_places_are_shown() -> None:
    (finding,) = found("input: 9\nlayers:\n  - softmax\n  - fc: 3\n", "L108")
    assert finding.span is not None
    assert (finding.span.line, finding.severity, finding.layer) == (3, "warning", "softmax1")
    assert [label.span.line for label in finding.labels] == [4]
