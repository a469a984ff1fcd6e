"""L210, 1x1 kernels at a stride."""

from __future__ import annotations

import pytest

from tests.rules.found import found

CONV = "conv: {filters: 4, kernel: 3, padding: 1, activation: relu}"


def block(body: str, shortcut: str) -> str:
    return f"""\
input: 8x8x4
rounding: floor
layers:
  - {CONV}
  - residual:
      - {body}
      - conv: {{filters: 4, kernel: 3, padding: 1}}
    shortcut:
      - {shortcut}
"""


STRIDED = "conv: {filters: 4, kernel: 1, stride: 2, activation: relu}"


def test_the_first_bottlenecks_of_2015() -> None:
    """Body and shortcut read the same 16 of 64 cells: one finding that shows both."""
    (finding,) = found(block(STRIDED, STRIDED), "L210")
    (label,) = finding.labels
    assert finding.message == "a kernel of 1 at stride 2 steps over 48 of the 64 cells of each map, which nothing else reads"
    assert finding.severity == "info"
    assert finding.layer == "conv2"
    assert label.message == "`shortcut/conv1` steps over it too"


@pytest.mark.parametrize(
    "body",
    [
        "conv: {filters: 4, kernel: 3, stride: 2, padding: 1, activation: relu}",
        "relu\n      - conv: {filters: 4, kernel: 3, stride: 2, padding: 1, activation: relu}",  # activated first: the same map
    ],
)
def test_the_shortcut_of_a_block_whose_body_reads_all(body: str) -> None:
    assert found(block(body, STRIDED), "L210") == []


def test_a_pool_of_one_cell() -> None:
    (finding,) = found(
        f"input: 6x9x4\nrounding: floor\nlayers:\n  - {CONV}\n  - maxpool: {{kernel: 1, stride: [2, 3]}}\n", "L210"
    )
    assert finding.message == "a kernel of 1 at stride 2x3 steps over 45 of the 54 cells of each map, which nothing else reads"


@pytest.mark.parametrize("layer", ["conv: {filters: 4, kernel: 1}", "maxpool: {kernel: 2, stride: 3}", "maxpool: 2"])
def test_others(layer: str) -> None:
    assert found(f"input: 8x8x4\nrounding: floor\nlayers:\n  - {CONV}\n  - {layer}\n", "L210") == []
