"""L109: two normalisations in a row."""

from __future__ import annotations

import pytest

from tests.rules.found import found

UNDONE = ", and undoes the scale and shift of its channels, 32 parameters"  # 2 a channel


def told(layers: str) -> list[str]:
    return [finding.message for finding in found(f"input: 8x8x16\nlayers:\n  {layers}\n", "L109")]


@pytest.mark.parametrize(
    ("layers", "undone"),
    [
        ("- {name: a, batchnorm: {}}\n  - {name: b, batchnorm: {}}", UNDONE),
        ("- {name: a, batchnorm: {affine: false}}\n  - {name: b, batchnorm: {}}", ""),
        ("- {name: a, instancenorm: {affine: true}}\n  - {name: b, batchnorm: {}}",
         UNDONE),
        ("- {name: a, layernorm: {}}\n  - {name: b, layernorm: {}}", ""),
        ("- {name: a, batchnorm: {}}\n  - {name: b, layernorm: {}}", ""),
        ("- {name: a, groupnorm: 4}\n  - identity\n  - {name: b, batchnorm: {}}", ""),
        ("- {name: a, lrn: {}}\n  - {name: b, lrn: {}}", ""),
        ("- {name: a, batchnorm: {}}\n  - flatten\n  - {name: b, batchnorm: {}}", UNDONE),
        # the second takes one mean of what were several channels
        ("- {name: a, batchnorm: {}}\n  - reshape: 8x16x8\n  - {name: b, batchnorm: {}}", ""),
    ],
)  # fmt: skip
def test_in_a_row(layers: str, undone: str) -> None:
    assert told(layers) == [f"`b` normalises what `a` has normalised already{undone}"]


@pytest.mark.parametrize(
    "layers",
    [
        "- batchnorm\n  - relu\n  - batchnorm",
        "- batchnorm\n  - conv: {filters: 16, kernel: 1}\n  - batchnorm",
        "- lrn\n  - batchnorm",
        "- batchnorm\n  - maxpool: 2\n  - batchnorm",
        "- layernorm\n  - residual: [layernorm, {fc: 16}, {reshape: 1x1x16}]\n    when: false\n  - add: [layernorm1, input]",
        "- layernorm\n  - residual: [layernorm, {conv: {filters: 16, kernel: 1}}]",  # the shortcut needs the first
    ],
)
def test_what_passes(layers: str) -> None:
    assert told(layers) == []


def test_a_block_that_is_used_elsewhere_behind_other_layers_passes() -> None:
    unit = (
        "input: 8x8x16\nblocks:\n  unit: {layers: [batchnorm, relu, {conv: {filters: 16, kernel: 1}}]}\nlayers:\n  - batchnorm\n"
    )
    assert found(f"{unit}  - unit\n  - unit\n", "L109") == []
    (finding,) = found(f"{unit}  - unit\n", "L109")
    assert finding.span is not None
    assert (finding.span.line, finding.severity, [label.span.line for label in finding.labels]) == (3, "warning", [5])
