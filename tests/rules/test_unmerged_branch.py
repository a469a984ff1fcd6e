"""L404 on small files; the figures are worked by hand."""

from __future__ import annotations

import pytest

from tests.rules.found import found

COST = ", which takes 32 parameters and 24,576 multiply-adds for nothing"


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ("[{branches: {a: [{conv: {filters: 8, kernel: 1}}], b: [relu]}, merge: none}, {concat: [a, b]}]", []),
        ("[{branches: {a: [{conv: {filters: 8, kernel: 1}}], b: [relu]}, merge: none}]", []),  # the outputs
        ("[{branches: {a: [{conv: {filters: 8, kernel: 1}}], b: [relu]}, merge: concat}]", []),
        # 1x1x3 weights and a bias for each of 8 filters, on 32x32 places
        ("[{branches: {a: [{conv: {filters: 8, kernel: 1}}], b: [relu]}, merge: none}, {tanh: , from: b}]",
         [("a/conv1", f"nobody merges the branch `a`{COST}: `a/conv1` is read nowhere")]),
        ("[{branches: {a: [{conv: {filters: 8, kernel: 1}}, relu, {maxpool: 2}], b: [relu]}, merge: none}, {tanh: , from: b}]",
         [("a/pool1", f"nobody merges the branch `a`{COST}: `a/pool1` is read nowhere")]),
        ("[{branches: {a: [{conv: {filters: 8, kernel: 1}}], b: [relu]}, merge: none}, {tanh: , from: a}]",
         [("b/relu1", "nobody merges the branch `b`: `b/relu1` is read nowhere")]),
        # without names they are numbered; both at once
        ("[{branches: [[tanh], [relu], [sigmoid]], merge: none}, {fc: 10, from: relu1}]",
         [("tanh1", "nobody merges the branch `1`: `tanh1` is read nowhere"),
          ("sigmoid1", "nobody merges the branch `3`: `sigmoid1` is read nowhere")]),
        # the middle of a branch is another rule's
        ("[{branches: {a: [relu, {tanh: , from: input}], b: [relu]}, merge: none}, {concat: [a, b]}]", []),
    ],
)  # fmt: skip
def test_branches(layers: str, expected: list[tuple[str, str]]) -> None:
    findings = found(f"input: 32x32x3\nlayers: {layers}\n", "L404")
    assert [(finding.layer, finding.message) for finding in findings] == expected
    for finding in findings:
        assert finding.help == ("merge it, or take it out",)
        assert [(label.span, label.message) for label in finding.labels] == [
            ((2, 11, 2, 19), "`merge: none` leaves these branches apart")
        ]
