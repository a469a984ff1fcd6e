"""Every form of the language, with names, shapes and parameters that were worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from cnncalc.analysis.report import Report
from cnncalc.api import loads
from cnncalc.diagnostics import UsageError


def report(layers: str, head: str = "input: 8x8x3\n", variant: str | None = None, **params: Any) -> Report:
    """The report of some layers, which must be faultless."""
    found = loads(f"{head}layers:\n{layers}", variant, **params).analyze()
    assert found.findings == ()
    return found


def rows(found: Report) -> list[str]:
    """`path shape params` of each row."""
    return [f"{row.path} {row.output} {row.cost.params}" for row in found.rows]


def paths(found: Report) -> list[str]:
    return [row.path for row in found.rows]


def reads(found: Report) -> dict[str, tuple[str, ...]]:
    return {row.path: row.inputs for row in found.rows}


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
    found = loads("input: 8x8x3\nlayers:\n  - repeat: 1\n    as: i\n    layers: [relu]\n  - {name: a$i, relu: }\n").analyze()
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
""").analyze()  # fmt: skip
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
""").analyze()  # fmt: skip
    assert [finding.code for finding in found.findings] == ["H301"]
    assert [(row.path, row.unknown) for row in found.rows] == [("conv1", False), ("conv2", True), ("b1/conv1", True),
    ("last", False)]


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
    found = loads(text).analyze()
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


@pytest.mark.parametrize(("when", "expected"),
[("true", ["relu1", "add1"]), ("false", ["relu1"]), ("$(in == 3)", ["relu1", "add1"])])
def test_when(when: str, expected: list[str]) -> None:
    assert paths(report(f"  - residual: [relu]\n    when: {when}\n    shortcut: []\n")) == expected


def test_split_gives_each_branch_its_share() -> None:
    found = report("""\
  - conv: {filters: 8, kernel: 1}
  - split: 2
    branches: {keep: [], work: [conv: {filters: $in, kernel: 1}]}
    merge: concat
""")
    assert rows(found) == ["conv1 8x8x8 32", "keep/split1 8x8x4 0", "work/split1 8x8x4 0", "work/conv1 8x8x4 20",
    "concat1 8x8x8 0"]
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


# --- blocks ------------------------------------------------------------------------------------------------------------------

DOUBLE = """\
input: 8x8x3
params: {k: 1}
blocks:
  double:
    params: {width: , twice: $(2 * width), arrived: $in, kernel: $k}
    layers:
      - conv: {filters: $width, kernel: $kernel}
      - conv: {filters: $twice, kernel: $kernel}
      - conv: {filters: $arrived, kernel: $kernel}
"""


def test_blocks_and_their_parameters() -> None:
    found = report("  - double: {width: 2}\n  - double: {width: 4, twice: 5}\n  - double: 1\n  - {name: last, double: 2}\n",
    DOUBLE)
    shapes = [f"{row.path}:{row.output.channels if row.output else 0}" for row in found.rows]
    assert shapes == [
        "double1/conv1:2", "double1/conv2:4", "double1/conv3:3",
        "double2/conv1:4", "double2/conv2:5", "double2/conv3:3",
        "double3/conv1:1", "double3/conv2:2", "double3/conv3:3",
        "last/conv1:2", "last/conv2:4", "last/conv3:3",
    ]  # fmt: skip


def test_a_block_sees_the_files_parameters_not_the_callers() -> None:
    assert rows(report("  - double: 2\n", DOUBLE, k=3))[0] == "double1/conv1 6x6x2 56"
    text = DOUBLE.replace("kernel: $k}", "kernel: $i}") + "layers:\n  - repeat: 1\n    as: i\n    layers: [double: 2]\n"
    assert [finding.code for finding in loads(text).analyze().findings] == ["S109"]


def test_arguments_are_evaluated_where_the_block_is_used() -> None:
    layers = "  - repeat: 2\n    as: i\n    layers: [double: {width: $(i + 1), kernel: $(in - 2)}]\n"
    assert [row.output.channels for row in report(layers, DOUBLE).rows if row.output] == [1, 2, 3, 2, 4, 3]


def test_a_blocks_own_parameter_hides_the_files() -> None:
    head = "input: 8x8x3\nparams: {n: 7}\nblocks: {b: {params: {n: 2}, layers: [conv: {filters: $n, kernel: 1}]}}\n"
    assert rows(report("  - b\n  - conv: {filters: $n, kernel: 1}\n", head)) == ["b1/conv1 8x8x2 8", "conv1 8x8x7 21"]


def test_a_blocks_name_stands_for_its_output() -> None:
    found = report("  - {name: left, double: 2}\n  - {name: right, from: input, double: 1}\n  - add: [left, right]\n", DOUBLE)
    assert reads(found)["right/conv1"] == ("input",)
    assert reads(found)["add1"] == ("left/conv3", "right/conv3")


def test_blocks_in_blocks() -> None:
    head = "input: 8x8x3\n"
    head += "blocks: {outer: {layers: [inner: 2, relu]}, inner: {params: {n: }, layers: [conv: {filters: $n, kernel: 1}]}}\n"
    head = head.replace("[inner: 2, relu]", "[{inner: 2}, relu]")
    assert paths(report("  - outer\n  - outer\n", head)) == ["outer1/inner1/conv1", "outer1/relu1", "outer2/inner1/conv1",
    "outer2/relu1"]


def test_an_empty_block_is_the_identity() -> None:
    found = report("  - nothing\n  - {name: x, nothing: }\n  - {from: x, relu: }\n",
    "input: 8x8x3\nblocks: {nothing: {layers: []}}\n")
    assert reads(found) == {"relu1": ("input",)}


def test_names_are_searched_in_their_own_scope_then_outwards() -> None:
    head = """\
input: 8x8x3
blocks:
  pair:
    layers:
      - {name: a, conv: {filters: 2, kernel: 1}}
      - {name: back, from: a, relu: }
      - {name: out, from: outside, relu: }
"""
    text = "  - {name: a, relu: }\n  - {name: outside, tanh: }\n  - pair\n  - {from: a, relu: }\n"
    text += "  - {from: pair1/a, relu: }\n"
    found = report(text, head)
    assert reads(found)["pair1/back"] == ("pair1/a",)
    assert reads(found)["pair1/out"] == ("outside",)
    assert reads(found)["relu2"] == ("a",)
    assert reads(found)["relu3"] == ("pair1/a",)


# --- defaults, parameters, variants ---------------------------------------------------------------------------------


def test_defaults_fill_in_what_is_not_given() -> None:
    head = "input: 8x8x3\n"
    head += "defaults: {conv: {kernel: 1, bias: false, norm: batchnorm, activation: $act}, maxpool: {stride: 2}}\n"
    head += "params: {act: relu}\n"
    layers = """\
  - conv: {filters: 2}
  - conv: {filters: 2, bias: true, norm: none}
  - conv: {filters: 2, kernel: 3, activation: none}
  - maxpool: {kernel: 2}
"""
    assert rows(report(layers, head)) == [
        "conv1 8x8x2 6", "conv1/batchnorm 8x8x2 4", "conv1/relu 8x8x2 0", "conv2 8x8x2 6", "conv2/relu 8x8x2 0",
        "conv3 6x6x2 36", "conv3/batchnorm 6x6x2 4", "pool1 3x3x2 0",
    ]  # fmt: skip
    assert paths(report("  - conv: {filters: 2}\n", head, act="none")) == ["conv1", "conv1/batchnorm"]
    assert paths(report("  - conv: {filters: 2}\n", head, act="tanh"))[-1] == "conv1/tanh"


def test_defaults_reach_the_sugar() -> None:
    head = "input: 8x8x3\ndefaults: {batchnorm: {affine: false}}\n"
    assert rows(report("  - conv: {filters: 2, kernel: 1, norm: batchnorm}\n  - batchnorm\n", head)) == [
        "conv1 8x8x2 8", "conv1/batchnorm 8x8x2 0", "batchnorm1 8x8x2 0",
    ]  # fmt: skip


VARIANTS = """\
name: net
input: [$size, $size, 3]
params: {size: 8, depths: [1], width: $(size // 4)}
variants:
  small: {}
  large: {depths: [1, 2], width: 5, name: large net, source: a paper}
  other: {input: 4x4x1}
"""
STAGES = "  - for: {depth: $depths}\n    layers: [repeat: $depth, layers: [conv: {filters: $width, kernel: 1}]]\n".replace(
    "[repeat: $depth, layers: [conv: {filters: $width, kernel: 1}]]",
    "[{repeat: $depth, layers: [{conv: {filters: $width, kernel: 1}}]}]"
)


def test_the_first_variant_is_the_default() -> None:
    assert rows(report(STAGES, VARIANTS)) == ["conv1 8x8x2 8"]
    assert rows(report(STAGES, VARIANTS, "small")) == ["conv1 8x8x2 8"]
    assert report(STAGES, VARIANTS).name == "net"


def test_a_variant_gives_parameters_and_headers() -> None:
    found = report(STAGES, VARIANTS, "large")
    assert rows(found) == ["conv1 8x8x5 20", "conv2 8x8x5 30", "conv3 8x8x5 30"]
    assert (found.name, found.source) == ("large net", "a paper")
    assert rows(report(STAGES, VARIANTS, "other")) == ["conv1 4x4x2 4"]


def test_parameters_given_from_outside_win_over_the_variant() -> None:
    assert rows(report(STAGES, VARIANTS, "large", width=1, depths=(1,))) == ["conv1 8x8x1 4"]
    assert rows(report(STAGES, VARIANTS, size=16)) == ["conv1 16x16x4 16"]  # width follows size


def test_what_a_file_does_not_have() -> None:
    for ask, said in (({"variant": "larg"}, "did you mean `large`?"), ({"wdith": 3}, "did you mean `width`?")):
        with pytest.raises(UsageError) as refused:
            report(STAGES, VARIANTS, **ask)
        assert refused.value.help == (said,)


def test_another_input_for_the_same_file() -> None:
    architecture = loads(f"input: 8x8x3\nlayers:\n{STAGES}".replace("$depths", "[1]").replace("$width", "$in"))
    assert rows(architecture.analyze(input="6x7x2")) == ["conv1 6x7x2 6"]
    assert rows(architecture.analyze()) == ["conv1 8x8x3 12"]


def test_expressions_that_yaml_would_cut_are_quoted() -> None:
    assert rows(report('  - conv: {filters: "$(max(in, 4))", kernel: 1}\n')) == ["conv1 8x8x4 16"]


def test_aliases_stand_for_what_they_name() -> None:
    found = report("  - &c {conv: {filters: 3, kernel: 1}}\n  - *c\n  - repeat: 2\n    layers: [*c]\n")
    assert rows(found) == ["conv1 8x8x3 12", "conv2 8x8x3 12", "conv3 8x8x3 12", "conv4 8x8x3 12"]


def test_the_same_word_in_many_turns_is_checked_in_each() -> None:
    """3.0 is refused where 3 is due, though the two are equal."""
    for values, code in (("[3, 3.0]", "S102"), ("[1, true]", "S102"), ("[3, 4]", "")):
        text = f"input: 8x8x3\nlayers:\n  - for: {{k: {values}}}\n    layers: [conv: {{filters: $k, kernel: 1}}]\n"
        assert " ".join(finding.code for finding in loads(text).analyze().findings) == code
