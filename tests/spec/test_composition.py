"""Branches, residuals, splits, side heads and shared weights, worked out by hand."""

from __future__ import annotations

import pytest

from cnncalc.api import loads
from tests.spec.reports import paths, reads, report, rows

# --- side by side --------------------------------------------------------------------------------------------------------------


def test_named_branches() -> None:
    found = report("""\
  - branches:
      1x1: [conv: {filters: 4, kernel: 1}]
      3x3: [conv: {filters: 2, kernel: 1}, conv: {filters: 5, kernel: 3, padding: 1}]
      skip: []
    merge: concat
    name: mix
  - {from: mix/3x3, relu: }
""")
    assert rows(found) == [
        "mix/1x1/conv1 8x8x4 16", "mix/3x3/conv1 8x8x2 8", "mix/3x3/conv2 8x8x5 95", "mix 8x8x12 0", "relu1 8x8x5 0",
    ]  # fmt: skip
    assert reads(found)["mix"] == ("mix/1x1/conv1", "mix/3x3/conv2", "input")


def test_branches_without_names_share_the_scope() -> None:
    found = report("  - branches: [[conv: {filters: 3, kernel: 1}], [conv: {filters: 3, kernel: 1}], []]\n    merge: add\n")
    assert rows(found) == ["conv1 8x8x3 12", "conv2 8x8x3 12", "add1 8x8x3 0"]
    assert reads(found)["add1"] == ("conv1", "conv2", "input")


def test_multiply_as_a_gate() -> None:
    found = report("""\
  - branches:
      features: []
      gate: [globalavgpool, conv: {filters: 3, kernel: 1, activation: sigmoid}]
    merge: multiply
""")
    assert rows(found)[-1] == "multiply1 8x8x3 0"
    assert reads(found)["multiply1"] == ("input", "gate/conv1/sigmoid")


def test_in_is_what_enters_the_branches() -> None:
    text = "  - branches: [[conv: {filters: $(2 * in), kernel: 1}], [conv: {filters: $in, kernel: 1}]]\n"
    text += "    merge: concat\n  - fc: $in\n"
    found = report(text)
    assert rows(found) == ["conv1 8x8x6 24", "conv2 8x8x3 12", "concat1 8x8x9 0", "fc3 9 5193"]  # (8*8*9 + 1)*9


def test_merge_none_leaves_several_outputs() -> None:
    found = report("""\
  - branches: {a: [conv: {filters: 2, kernel: 1}], b: []}
    merge: none
  - {name: x, from: a, relu: }
  - {name: y, add: [a, x]}
""")
    assert reads(found) == {"a/conv1": ("input",), "x": ("a/conv1",), "y": ("a/conv1", "x")}


def test_in_after_merge_none_is_an_error() -> None:
    text = "input: 8x8x3\nlayers:\n  - branches: [[], [relu]]\n    merge: none\n  - if: $(in == 3)\n"
    text += "    layers: [relu]\n"
    found = loads(text).analyze(strict=False)
    assert [finding.code for finding in found.findings] == ["S109"]


def test_branches_from_an_earlier_output() -> None:
    text = "  - {name: a, conv: {filters: 2, kernel: 1}}\n  - relu\n  - branches: [[], [tanh]]\n"
    text += "    merge: add\n    from: a\n"
    found = report(text)
    assert reads(found)["add1"] == ("a", "tanh1")


def test_residual() -> None:
    found = report("  - residual: [conv: {filters: 3, kernel: 3, padding: 1}, relu]\n    name: res\n  - relu\n")
    assert rows(found) == ["conv1 8x8x3 84", "relu1 8x8x3 0", "res 8x8x3 0", "relu2 8x8x3 0"]
    assert reads(found)["res"] == ("relu1", "input")


def test_the_shortcut_stands_after_the_body_in_its_own_scope() -> None:
    found = report("""\
  - residual:
      - conv: {filters: 4, kernel: 3, stride: 2, padding: [[0, 1], [0, 1]]}
    shortcut:
      - conv: {filters: 4, kernel: 2, stride: 2, bias: false}
      - batchnorm
""")
    assert rows(found) == ["conv1 4x4x4 112", "shortcut/conv1 4x4x4 48", "shortcut/batchnorm1 4x4x4 8", "add1 4x4x4 0"]
    assert reads(found)["add1"] == ("conv1", "shortcut/batchnorm1")
    assert reads(found)["shortcut/conv1"] == ("input",)


@pytest.mark.parametrize(
    ("when", "expected"), [("true", ["relu1", "add1"]), ("false", ["relu1"]), ("$(in == 3)", ["relu1", "add1"])]
)
def test_when(when: str, expected: list[str]) -> None:
    assert paths(report(f"  - residual: [relu]\n    when: {when}\n    shortcut: []\n")) == expected


def test_split_gives_each_branch_its_share() -> None:
    found = report("""\
  - conv: {filters: 8, kernel: 1}
  - split: 2
    branches: {keep: [], work: [conv: {filters: $in, kernel: 1}]}
    merge: concat
""")
    assert rows(found) == [
        "conv1 8x8x8 32",
        "keep/split1 8x8x4 0",
        "work/split1 8x8x4 0",
        "work/conv1 8x8x4 20",
        "concat1 8x8x8 0",
    ]
    assert reads(found)["concat1"] == ("keep/split1", "work/conv1")


def test_aux_leaves_the_network() -> None:
    found = report("""\
  - conv: {filters: 2, kernel: 1}
  - aux: [globalavgpool, fc: 10]
    name: head
  - aux: [fc: 1]
    from: input
  - relu
""")
    assert rows(found) == ["conv1 8x8x2 8", "head/pool1 1x1x2 0", "head/fc1 10 30", "aux1/fc1 1 193", "relu1 8x8x2 0"]
    assert reads(found)["relu1"] == ("conv1",)
    assert [row.aux for row in found.rows][:3] == [None, "head", "head"]
    assert found.totals.cost.params == 8
    assert found.totals.with_aux.params == 8 + 30 + 193


def test_share_counts_parameters_once_and_operations_at_every_use() -> None:
    found = report("""\
  - {name: a, conv: {filters: 3, kernel: 3, padding: 1}}
  - {name: b, share: a, conv: {filters: 3, kernel: 3, padding: 1}}
""")
    assert rows(found) == ["a 8x8x3 84", "b 8x8x3 0"]
    assert [row.cost.macs for row in found.rows] == [64 * 81, 64 * 81]
    assert [row.shares for row in found.rows] == [None, "a"]


def test_share_of_a_block_layer_by_layer() -> None:
    found = report("""\
  - {name: tower, stack: 4}
  - {name: twin, from: input, share: tower, stack: 4}
""",
"input: 8x8x3\nblocks: {stack: {params: {n: }, layers: [conv: {filters: $n, kernel: 1, norm: batchnorm}, fc: 2]}}\n")  # fmt: skip
    assert [(row.path, row.cost.params, row.shares) for row in found.rows] == [
        ("tower/conv1", 16, None), ("tower/conv1/batchnorm", 8, None), ("tower/fc2", 514, None),
        ("twin/conv1", 0, "tower/conv1"), ("twin/conv1/batchnorm", 0, "tower/conv1/batchnorm"), ("twin/fc2", 0, "tower/fc2"),
    ]  # fmt: skip
    assert found.totals.cost.params == 16 + 8 + 514
