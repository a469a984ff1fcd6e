"""Blocks and totals explained: every sum that is printed is read back and added up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cnncalc.analysis.report import Report
from cnncalc.api import analyze, load, loads
from cnncalc.render.explain_block import render_block
from cnncalc.render.explain_totals import render_totals_explained
from cnncalc.render.sums import Addend, column
from tests.cli.runner import call
from tests.render.test_explain import value_of

NAMES = ["alexnet", "vgg16", "lenet5", "googlenet", "resnet18", "resnet152"]


def number(text: str) -> int:
    return int(text.replace(",", ""))


def sums(text: str) -> Iterator[tuple[str, list[int], int]]:
    """The heading, the addends and the result of each sum."""
    heading = ""
    addends: list[int] = []
    for line in text.splitlines():
        found = re.match(r"  ([+= ]) +([0-9,]+)(?:  |$)(.*)", line)
        if found is None:
            heading = line or heading
        elif found[1] == "=":
            yield heading, addends, number(found[2])
            addends = []
        else:
            addends.append(number(found[2]))
            arithmetic = re.search(r"  ([0-9()*/+ \-]+)$", found[3])
            if arithmetic and "*" in arithmetic[1]:
                assert value_of(arithmetic[1]) == addends[-1], line
    assert addends == []


def checked(text: str) -> dict[str, int]:
    found = {}
    for heading, addends, total in sums(text):
        assert sum(addends) == total, heading
        assert len(addends) <= 11
        found[heading.partition(",")[0]] = total
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_totals_add_up(name: str) -> None:
    report = load(name).analyze()
    found = checked(render_totals_explained(report))
    totals = report.totals
    assert found["parameters"] == totals.cost.params
    assert found["multiply-adds"] == totals.cost.macs
    assert found["memory"] == totals.activations
    assert found["peak at inference"] == totals.memory.inference_peak
    assert found["kept for backward"] == totals.memory.kept
    assert found["training"] == totals.memory.training
    assert found.get("buffers: stored", 0) == totals.cost.buffers
    assert found.get("parameters with auxiliary heads", totals.cost.params) == totals.with_aux.params


@pytest.mark.parametrize("name", ["vgg16", "resnet18"])
def test_a_batch_in_another_dtype_adds_up(name: str) -> None:
    report = load(name).analyze(batch=3, dtype="float16", count_biases=False)
    found = checked(re.sub(r" images", "", render_totals_explained(report)))
    assert found["multiply-adds"] == report.totals.cost.macs
    assert found["peak at inference"] == report.totals.memory.inference_peak
    assert found["parameters"] == report.totals.cost.weights


def test_vgg16_word_for_word() -> None:
    text = render_totals_explained(load("vgg16").analyze())
    assert "    102,764,544  fc6      (7*7*512 + 1)*4096\n" in text
    assert "  +   1,145,408  6 more\n  = 138,357,544\n" in text
    assert ("peak at inference, in bytes: alive while conv1_2 runs\n    12,845,056  conv1_1/relu  3,211,264 * 4\n"
            "  + 12,845,056  conv1_2       3,211,264 * 4\n  = 25,690,112\n") in text  # fmt: skip
    assert "weight layers = 16, on the longest path\n  conv1_1, conv1_2, conv2_1," in text
    assert "  FLOPs = 2 * 15,470,264,320 = 30,940,528,640\n" in text


def test_the_longest_path_is_one() -> None:
    """Its layers follow each other, and there are as many as the depth that the paper prints."""
    text = render_totals_explained(load("resnet18").analyze())
    listed = text.partition("longest path\n")[2].partition("\n\n")[0]
    shown = [name for name in re.split(r",\s+|\s+\.\.\. \d+ more \.\.\.\s+", listed.strip()) if name]
    assert shown[0] == "conv1"
    assert shown[-1] == "fc"
    more = re.search(r"\.\.\. (\d+) more", listed)
    assert len(shown) + (int(more[1]) if more else 0) == 18


@pytest.mark.parametrize("name", ["googlenet", "resnet50"])
def test_every_block_adds_up_to_its_layers(name: str) -> None:
    report = load(name).analyze()
    for block in report.blocks():
        found = checked(render_block(report, block))
        rows = [row for row in report.rows if f"{row.block}/".startswith(f"{block}/")]
        assert found["parameters"] == sum(row.cost.params for row in rows), block
        assert found["multiply-adds"] == sum(row.cost.macs for row in rows), block
        assert found["memory of the outputs"] == sum(row.cost.activations for row in rows), block


def test_a_residual_unit_word_for_word() -> None:
    """He et al. 2015, Table 1: the first unit of stage 2 with its projection."""
    text = render_block(load("resnet50").analyze(), "stage2/unit1")
    assert text.startswith("stage2/unit1: 12 layers\n  reads 56x56x256 from stage1/unit3/relu\n")
    assert "\n  gives 28x28x512, of stage2/unit1/relu\n" in text
    assert "  = 379,392  1.5% of the network's 25,557,032\n" in text
    assert "  shortcut         2 layers   28x28x512     132,096    102,760,448\n" in text
    assert "receptive field of stage2/unit1/relu\n" in text


def test_a_side_head_is_held_against_the_network_with_its_heads() -> None:
    assert "23.8% of the network's 13,378,280 with auxiliary heads\n" in render_block(load("googlenet").analyze(), "aux1")


def test_what_is_left_out_is_counted() -> None:
    lines = list(column(Addend(value, f"layer{value}") for value in range(40)))
    assert len(lines) == 12
    assert lines[0] == "     39  layer39"
    assert lines[-2:] == ["  + 435  29 more", "  = 780"]
    assert list(column([Addend(0, "nothing")])) == ["  = 0"]


def faulty() -> Report:
    text = "input: 8x8x3\nlayers:\n  - repeat: 1\n    name: s\n    layers: [conv: {filters: 4, kernel: 9}, relu]\n"
    return loads(text).analyze(strict=False)


def test_nothing_is_claimed_of_what_failed() -> None:
    report = faulty()
    assert "totals: unknown, because a layer is" in render_block(report, "s1")
    text = render_totals_explained(report)
    assert "totals: unknown (1 failed, 1 unknown because of that)" in text
    assert list(sums(text)) == []


def test_figures_agree_without_biases() -> None:
    report = load("resnet50").analyze(count_biases=False)
    text = render_block(report, "stage2/unit1")
    assert "\nparameters, weights alone\n" in text
    assert "  = 378,112  1.5% of the network's 25,529,472\n" in text
    assert render_totals_explained(report) == call("explain", "resnet50", "--no-bias").out
    assert text == call("explain", "resnet50", "stage2/unit1", "--no-bias").out
    assert "\nparameters         25,529,472 " in call("show", "resnet50", "--no-bias").out


@pytest.mark.parametrize("name", ["torchvision/shufflenet_v2_x2_0", "googlenet"])
def test_lines_keep_to_80_columns(name: str) -> None:
    report = load(name).analyze()
    shown = [render_totals_explained(report), *(render_block(report, block) for block in report.blocks())]
    assert max(len(line) for text in shown for line in text.splitlines()) <= 80


def test_a_batch_is_named_where_bytes_are() -> None:
    assert "\nkept for backward: 17.67 MB = 16.85 MiB for 2 images that no layer" in render_block(
        load("resnet50").analyze(batch=2), "stage2/unit1"
    )


def test_the_input_is_explained() -> None:
    assert call("explain", "googlenet", "input").out == (
        "input: 224x224x3, height x width x channels\n  read by conv1\n\nmemory\n"
        "  values           = H*W*D\n                   = 224*224*3\n                   = 150,528\n"
        "  bytes            = 150,528 * 4 = 602.11 kB = 588.00 KiB\n"
    )
    done = call("explain", "-", "input", "--input", "12", "--batch", "3", stdin="input: 8\nlayers: [{fc: 2}]\n")
    assert done.out == (
        "input: 12 values, asked for in place of the file's\n  read by fc1\n\nmemory\n"
        "  values           = 12\n  bytes            = 12 * 3 images * 4 = 144 B\n"
    )
    done = call("explain", "-", "input", stdin="input: 8x\nlayers: [{fc: 2}]\n")
    assert (done.status, done.out) == (1, "input: unknown\n")
    assert "did you mean `input`" in call("explain", "lenet5", "inptu").err


def test_names_of_a_file_are_escaped() -> None:
    report = analyze('input: 4x4x1\nname: "a\\x1b[31m"\nlayers:\n  - {fc: 3, name: "b\\x1b[0m"}\n')
    assert "\x1b" not in render_totals_explained(report)
    assert "b\\x1b[0m" in render_totals_explained(report)


def test_the_command() -> None:
    assert call("explain", "vgg16").out == render_totals_explained(load("vgg16").analyze())
    assert call("explain", "resnet50", "stage2/unit1/").out == render_block(load("resnet50").analyze(), "stage2/unit1")
    assert call("explain", "googlenet", "5b/3x3").status == 2
    assert call("explain", "googlenet", "inception_5b").out.startswith("inception_5b: ")
    done = call("explain", "resnet50", "stage2/unit9")
    assert done.status == 2
    assert "there is no layer or block `stage2/unit9`\n  help: did you mean `stage2/unit" in done.err
