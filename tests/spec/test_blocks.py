"""Blocks, scopes, defaults, parameters and variants, worked out by hand."""

from __future__ import annotations

import pytest

from cnncalc.api import loads
from cnncalc.diagnostics import UsageError
from tests.spec.reports import paths, reads, report, rows

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
    found = report(
        "  - double: {width: 2}\n  - double: {width: 4, twice: 5}\n  - double: 1\n  - {name: last, double: 2}\n", DOUBLE
    )
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
    assert [finding.code for finding in loads(text).analyze(strict=False).findings] == ["S109"]


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
    assert paths(report("  - outer\n  - outer\n", head)) == [
        "outer1/inner1/conv1",
        "outer1/relu1",
        "outer2/inner1/conv1",
        "outer2/relu1",
    ]


def test_an_empty_block_is_the_identity() -> None:
    found = report(
        "  - nothing\n  - {name: x, nothing: }\n  - {from: x, relu: }\n", "input: 8x8x3\nblocks: {nothing: {layers: []}}\n"
    )
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
    "[{repeat: $depth, layers: [{conv: {filters: $width, kernel: 1}}]}]",
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
        assert " ".join(finding.code for finding in loads(text).analyze(strict=False).findings) == code
