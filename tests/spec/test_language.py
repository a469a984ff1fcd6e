"""Entries, names, loops and choices, with names, shapes and parameters that were worked out by hand."""

from __future__ import annotations

import pytest

from cnncalc.api import loads
from tests.spec.reports import paths, reads, report, rows

# --- entries, main values, siblings -------------------------------------------------------------------------------------


def test_entries() -> None:
    found = report("""\
  - conv: {filters: 4, kernel: 3}
  - relu
  - relu:
  - maxpool: 2
  - maxpool: {kernel: 2, stride: 1}
  - fc: 10
  - dropout: 0.25
  - fc: {outputs: 5, bias: false}
""")
    assert rows(found) == [
        "conv1 6x6x4 112",  # (3*3*3 + 1)*4
        "relu1 6x6x4 0",
        "relu2 6x6x4 0",
        "pool1 3x3x4 0",
        "pool2 2x2x4 0",
        "fc2 10 170",  # (2*2*4 + 1)*10
        "dropout1 10 0",
        "fc3 5 50",
    ]
    assert found.totals.cost.params == 112 + 170 + 50


@pytest.mark.parametrize(
    ("kernel", "shape", "params"),
    [("3", "6x6x1", 28), ("[3, 5]", "6x4x1", 46), ("3x5", "6x4x1", 46), ("[3, 3]", "6x6x1", 28), ("1", "8x8x1", 4)],
)
def test_sizes(kernel: str, shape: str, params: int) -> None:
    assert rows(report(f"  - conv: {{filters: 1, kernel: {kernel}}}\n")) == [f"conv1 {shape} {params}"]


@pytest.mark.parametrize(
    ("padding", "shape"),
    [("0", "6x6x1"), ("1", "8x8x1"), ("[1, 2]", "8x10x1"), ("1x2", "8x10x1"), ("[[0, 1], [2, 3]]", "7x11x1"), ("valid", "6x6x1"),
     ("same", "8x8x1"), ("same-tf", "8x8x1")],
)  # fmt: skip
def test_paddings(padding: str, shape: str) -> None:
    assert rows(report(f"  - conv: {{filters: 1, kernel: 3, padding: {padding}}}\n")) == [f"conv1 {shape} 28"]


def test_rank_comes_from_the_input() -> None:
    assert rows(report("  - conv: {filters: 2, kernel: 3, padding: [[1, 2]]}\n", "input: 12x4\n")) == ["conv1 13x2 26"]
    assert rows(report("  - conv: {filters: 2, kernel: 3}\n", "input: 6x7x8x1\n")) == ["conv1 4x5x6x2 56"]
    assert rows(report("  - fc: 10\n", "input: 3072\n")) == ["fc1 10 30730"]
    assert rows(report("  - fc: 10\n", "input: [32, 32, 3]\n")) == ["fc1 10 30730"]


def test_rounding_of_the_file_and_of_a_layer() -> None:
    layers = "  - maxpool: {kernel: 3, stride: 2}\n  - conv: {filters: 1, kernel: 2, stride: 2, rounding: ceil}\n"
    assert rows(report(layers, "rounding: floor\ninput: 8x8x3\n")) == ["pool1 3x3x3 0", "conv1 2x2x1 13"]


def test_groups_and_connections() -> None:
    found = report("""\
  - conv: {filters: 6, kernel: 3, groups: depthwise}
  - conv: {filters: 4, kernel: 1, groups: 2}
  - conv: {filters: 2, kernel: 1, connections: [[0], [1, 2, 3]]}
""")
    assert rows(found) == ["conv1 6x6x6 60", "conv2 6x6x4 16", "conv3 6x6x2 6"]  # 9*6+6; 3*4+4; 4 weights + 2


# --- names ------------------------------------------------------------------------------------------------------------------


def test_automatic_names_count_as_the_lectures_do() -> None:
    """AlexNet: five convolutions, so the first fully connected layer is fc6; all pools are pools."""
    layers = "".join("  - conv: {filters: 2, kernel: 1}\n  - relu\n" for _ in range(5))
    found = report(layers + "  - maxpool: 2\n  - avgpool: 2\n  - globalavgpool\n  - fc: 2\n  - fc: 2\n  - fc: 2\n")
    weighted = ["conv1", "relu1", "conv2", "relu2", "conv3", "relu3", "conv4", "relu4", "conv5", "relu5"]
    assert paths(found) == [*weighted, "pool1", "pool2", "pool3", "fc6", "fc7", "fc8"]


def test_named_layers_count_too() -> None:
    text = "  - {name: a, conv: {filters: 1, kernel: 1}}\n  - conv: {filters: 1, kernel: 1}\n"
    text += "  - {name: pool1, relu: }\n  - maxpool: 2\n"
    found = report(text)
    assert paths(found) == ["a", "conv2", "pool1", "pool2"]


def test_sugar_is_entries_that_follow_norm_first() -> None:
    found = report("""\
  - {name: c, conv: {filters: 2, kernel: 1, activation: relu, norm: batchnorm}}
  - {name: f, fc: {outputs: 2, activation: softmax}}
  - {name: s, from: c, relu: }
""")
    assert rows(found) == [
        "c 8x8x2 8", "c/batchnorm 8x8x2 4", "c/relu 8x8x2 0", "f 2 258", "f/softmax 2 0", "s 8x8x2 0",
    ]  # fmt: skip
    assert reads(found)["s"] == ("c/relu",)
    assert reads(found)["f"] == ("c/relu",)


def test_names_hold_values() -> None:
    found = report("  - repeat: 2\n    as: i\n    layers:\n      - {name: 'down$(i + 1)_$i', relu: }\n")
    assert paths(found) == ["down1_0", "down2_1"]


def test_from_reads_an_earlier_output_or_the_input() -> None:
    found = report("  - {name: a, conv: {filters: 2, kernel: 3}}\n  - {from: input, fc: 1}\n  - {from: a, relu: }\n")
    assert reads(found) == {"a": ("input",), "fc2": ("input",), "relu1": ("a",)}


def test_merges_name_their_inputs() -> None:
    found = report("""\
  - {name: a, conv: {filters: 3, kernel: 1}}
  - {name: b, from: input, conv: {filters: 3, kernel: 1}}
  - add: [a, b, input]
  - concat: [a, add1, b]
  - {name: gate, globalavgpool: }
  - multiply: {inputs: [concat1, gate]}
""")
    assert rows(found)[2:] == ["add1 8x8x3 0", "concat1 8x8x9 0", "gate 1x1x9 0", "multiply1 8x8x9 0"]
    assert reads(found)["concat1"] == ("a", "add1", "b")


# --- loops -----------------------------------------------------------------------------------------------------------------


def test_repeat() -> None:
    found = report("  - repeat: 3\n    layers:\n      - conv: {filters: 3, kernel: 3, padding: 1}\n      - relu\n")
    assert rows(found) == [
        "conv1 8x8x3 84", "relu1 8x8x3 0", "conv2 8x8x3 84", "relu2 8x8x3 0", "conv3 8x8x3 84", "relu3 8x8x3 0",
    ]  # fmt: skip


def test_repeat_nothing() -> None:
    assert rows(report("  - repeat: 0\n    layers: [fc: 10]\n  - relu\n")) == ["relu1 8x8x3 0"]
    assert reads(report("  - repeat: 0\n    layers: [fc: 10]\n  - relu\n")) == {"relu1": ("input",)}


def test_repeat_of_an_expression_with_a_counter() -> None:
    found = report("  - repeat: $(in - 1)\n    as: i\n    layers: [conv: {filters: $(2 ** i), kernel: 1}]\n")
    assert rows(found) == ["conv1 8x8x1 4", "conv2 8x8x2 4"]


def test_a_named_loop_opens_a_scope_for_each_turn() -> None:
    found = report("""\
  - repeat: 2
    name: stage
    layers: [{name: c, conv: {filters: 2, kernel: 1}}, relu]
  - {from: stage1, relu: }
""")
    assert paths(found) == ["stage1/c", "stage1/relu1", "stage2/c", "stage2/relu1", "relu1"]
    assert reads(found)["relu1"] == ("stage1/relu1",)
    assert reads(found)["stage2/c"] == ("stage1/relu1",)


def test_lists_walked_together() -> None:
    found = report("""\
  - for: {width: [2, 4], kernel: $kernels}
    as: i
    layers: [{name: c$i, conv: {filters: $width, kernel: $kernel}}]
""", "input: 8x8x3\nparams: {kernels: [1, 3]}\n")  # fmt: skip
    assert rows(found) == ["c0 8x8x2 8", "c1 6x6x4 76"]


def test_the_rows_of_a_table() -> None:
    found = report("""\
  - for: [t, c, n]
    in: [[1, 2, 1], [2, 3, 2]]
    layers:
      - repeat: $n
        layers: [conv: {filters: $(t * c), kernel: 1}]
""")
    assert rows(found) == ["conv1 8x8x2 8", "conv2 8x8x6 18", "conv3 8x8x6 42"]


def test_empty_lists_are_nothing() -> None:
    layers = "  - for: {a: []}\n    layers: [fc: 10]\n  - for: [a]\n    in: []\n    layers: [fc: 10]\n"
    layers += "  - relu\n"
    assert rows(report(layers)) == ["relu1 8x8x3 0"]


def test_a_loops_values_end_with_it() -> None:
    architecture = loads("input: 8x8x3\nlayers:\n  - repeat: 1\n    as: i\n    layers: [relu]\n  - {name: a$i, relu: }\n")
    found = architecture.analyze(strict=False)
    assert [finding.code for finding in found.findings] == ["S109"]


def test_nested_loops_hide_and_show_counters() -> None:
    found = report("""\
  - repeat: 2
    as: i
    layers:
      - repeat: 2
        as: j
        layers: [{name: a$(i)_$j, relu: }]
""")
    assert paths(found) == ["a0_0", "a0_1", "a1_0", "a1_1"]


# --- choices ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wide", "expected"), [(True, "conv1 8x8x8 32"), (False, "relu1 8x8x3 0")])
def test_if_and_else(wide: bool, expected: str) -> None:
    layers = "  - if: $wide\n    layers: [conv: {filters: 8, kernel: 1}]\n    else: [relu]\n"
    assert rows(report(layers, "input: 8x8x3\nparams: {wide: true}\n", wide=wide)) == [expected]


def test_if_without_else_on_the_arriving_channels() -> None:
    layers = "  - if: $(in != 3)\n    layers: [fc: 1]\n  - conv: {filters: 5, kernel: 1}\n"
    layers += "  - if: $(in == 5)\n    layers: [relu]\n"
    assert paths(report(layers)) == ["conv1", "relu1"]


def test_after_a_failed_layer_an_if_on_in_walks_neither_arm() -> None:
    found = loads("""\
input: 8x8x3
layers:
  - conv: {filters: 4, kernel: 9}
  - if: $(in > 3)
    layers: [{name: then, relu: }]
    else: [{name: otherwise, fc: $(in // 0)}]
  - {name: after, relu: }
""").analyze(strict=False)  # fmt: skip
    assert [finding.code for finding in found.findings] == ["H301"]
    assert paths(found) == ["conv1", "after"]
    assert [row.error for row in found.rows] == ["H301", None]
    assert [row.unknown for row in found.rows] == [False, True]


def test_what_hangs_on_a_failed_layer_is_no_new_error() -> None:
    found = loads("""\
input: 8x8x3
blocks: {b: {params: {w: $(in * 2)}, layers: [conv: {filters: $w, kernel: 1}]}}
layers:
  - conv: {filters: 4, kernel: 9}
  - conv: {filters: $in, kernel: 1}
  - b
  - repeat: $in
    layers: [relu]
  - {name: last, from: input, fc: 1}
""").analyze(strict=False)  # fmt: skip
    assert [finding.code for finding in found.findings] == ["H301"]
    assert [(row.path, row.unknown) for row in found.rows] == [
        ("conv1", False),
        ("conv2", True),
        ("b1/conv1", True),
        ("last", False),
    ]
