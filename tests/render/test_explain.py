"""Every line of arithmetic that `explain` prints of a layer is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

import pytest

from cnncalc.analysis.report import Report
from cnncalc.api import analyze, load
from cnncalc.render.explain import render_explanation


def explained(report: Report, path: str) -> str:
    row = report.row(path)
    assert row is not None
    return render_explanation(report, row)


def value_of(arithmetic: str) -> Fraction:
    exact = re.sub(r"\d+", lambda found: f"F({found[0]})", arithmetic)
    return Fraction(eval(exact, {"floor": floor, "ceil": ceil, "F": Fraction}))


def chains(text: str) -> Iterator[list[str]]:
    """The `= ...` lines of each figure, from its symbols to its value; lines that were wrapped joined again."""
    found: list[str] = []
    for line in text.splitlines():
        labelled = re.fullmatch(r"  (.{16}) = (.*)", line)
        if labelled and labelled[1].strip():
            yield found
            found = [labelled[2]]
        elif labelled:
            found.append(labelled[2])
        elif found and line.startswith(" " * 21):
            found[-1] += f" {line.strip()}"
        else:
            yield found
            found = []
    yield found


@pytest.mark.parametrize("name", ["alexnet", "vgg16", "lenet5", "googlenet", "resnet18"])
def test_substituted_lines_evaluate_to_the_value_below(name: str) -> None:
    report = load(name).analyze()
    checked = 0
    for row in report.rows:
        for _, *numbers in filter(None, chains(render_explanation(report, row))):
            if len(numbers) == 2:
                assert value_of(numbers[0]) == int(numbers[1].replace(",", "")), (row.path, numbers)
                checked += 1
    assert checked >= 20


@pytest.mark.parametrize("name", ["vgg16", "googlenet", "resnet50"])
def test_recurrences_give_the_receptive_field(name: str) -> None:
    report = load(name).analyze()
    checked = 0
    for row in report.rows:
        for size, arithmetic in re.findall(r"size (\d+): ([^,\n]+),", render_explanation(report, row)):
            assert value_of(arithmetic) == int(size), row.path
            checked += 1
    assert checked >= 15


def test_alexnet_conv1_word_for_word() -> None:
    text = explained(load("alexnet").analyze(), "conv1")
    assert "height and width = (N + 2P - F)/S + 1\n                   = (227 + 2*0 - 11)/4 + 1\n                   = 55\n" in text
    assert "parameters       = (F*F*D + 1)*K\n                   = (11*11*3 + 1)*96\n                   = 34,944\n" in text
    assert "channels         = K = 96\n" in text
    assert "105,415,200" in text
    assert "  size 11: 1 + (11 - 1)*1, with the step 1 before it\n  step 4: 1*4; padding before 0\n" in text


def test_overlapping_pools_say_so() -> None:
    assert "windows overlap by F - S = 3 - 2 = 1" in explained(load("alexnet").analyze(), "pool1")


def layers(entries: str, input: str = "15x16x6") -> Report:
    return analyze(f"input: {input}\nrounding: floor\nlayers:\n{entries}")


def test_padding_in_words_is_said_in_zeros() -> None:
    """TensorFlow's own rule: out = ceil(n/s), total = (out - 1)*s + f - n, the smaller half before."""
    report = layers("  - conv: {filters: 6, kernel: 3x5, padding: same-tf, stride: 2}\n"
                    "  - conv: {filters: 6, kernel: 5, padding: same}\n"
                    "  - maxpool: {kernel: 1, stride: 2, padding: same-tf}\n")  # fmt: skip
    text = explained(report, "conv1")
    assert "  height: `same-tf` adds (8 - 1)*2 + 3 - 15 = 2: 1 before and 1 after\n" in text
    assert "  width: `same-tf` adds (8 - 1)*2 + 5 - 16 = 3: 1 before and 2 after\n" in text
    assert "  padding: `same` adds (5 - 1)/2 = 2 before and 2 after\n" in explained(report, "conv2")
    assert "(4 - 1)*2 + 1 - 8 = -1, so none: 0 before and 0 after\n" in explained(report, "pool1")


def test_unequal_axes_have_a_recurrence_each() -> None:
    text = explained(layers("  - conv: {filters: 6, kernel: 3x5, stride: 2}\n  - conv: {filters: 1, kernel: 3x2}\n"), "conv2")
    assert "  height: size 7: 3 + (3 - 1)*2, with the step 2 before it\n" in text
    assert "  width: size 7: 5 + (2 - 1)*2, with the step 2 before it\n" in text
    assert "F_h, F_w = kernel = [3, 2]: size of the window\n" in text


def test_depthwise_is_one_channel_a_filter() -> None:
    text = explained(layers("  - conv: {filters: 12, kernel: 3, groups: depthwise}\n"), "conv1")
    assert "= (F*F*1 + 1)*K\n                   = (3*3*1 + 1)*12\n                   = 120\n" in text
    assert "D/D" not in text


def test_partial_connections_have_a_letter() -> None:
    """LeNet-5's C3 (LeCun et al. 1998, table I): 6*3 + 9*4 + 6 = 60 channels, 1,516 parameters."""
    text = explained(load("lenet5-original").analyze(), "c3")
    assert "\n  C = 60: channels that the 16 filters read, added up\n" in text
    assert "parameters       = F*F*C + K\n                   = 5*5*60 + 16\n                   = 1,516\n" in text
    assert "multiply-adds    = H_out*W_out*F*F*C\n                   = 10*10*5*5*60\n                   = 150,000\n" in text
    assert "  C = " not in explained(load("lenet5-original").analyze(), "c5")


def test_biases_that_are_not_counted() -> None:
    text = explained(load("vgg16").analyze(count_biases=False), "conv1_1")
    assert (
        "parameters, weights alone\n  parameters       = F*F*D*K\n                   = 3*3*3*64\n                   = 1,728\n"
        in text
    )
    assert "\n  weights 1,728 + biases 64 that are not counted\n" in text
    assert "additions" not in text


def test_a_batch_has_its_bytes_for_all_images() -> None:
    text = explained(load("vgg16").analyze(batch=3), "pool1")
    assert "  bytes            = 802,816 * 3 images * 4 = 9.63 MB = 9.19 MiB\n" in text
    assert ("kept for backward: its input and 802,816 int64 indices of each image; 19,267,584\n"
            "  bytes for 3 images that no layer before it kept\n") in text  # fmt: skip
    assert "conv1/relu, gives 56x56x64" in explained(load("resnet50").analyze(batch=3), "pool1")
    text = explained(load("resnet50").analyze(batch=3), "conv1/batchnorm")
    assert "kept for backward: its input of each image and 128 float32 values for the batch;\n" in text


def kept(report: Report, path: str) -> str:
    return " ".join(explained(report, path).partition("kept for backward: ")[2].partition("\n\n")[0].split())


def test_what_is_kept_for_backward() -> None:
    entries = "  - maxpool: {kernel: 2, stride: 2}\n  - relu\n  - flatten\n  - {fc: 1, name: f}\n  - dropout: 0.5\n  - softmax\n"
    report = layers(entries, "8x8x3")
    assert kept(report, "pool1") == kept(report, "relu1") == "nothing: nothing before it learns"
    assert kept(report, "flatten1") == "nothing"
    assert kept(report, "f") == "its input; 192 bytes that no layer before it kept"
    assert kept(report, "dropout1") == "1 further value; 4 bytes that no layer before it kept"
    assert kept(report, "softmax1") == "its output; 4 bytes that no layer before it kept"


def test_of_a_product_that_is_kept_whose_partner_learns() -> None:
    """The gradient of a factor needs the other one: PyTorch keeps an input only where the other has a gradient."""
    entries = "  - branches: {a: [conv: {filters: 6, kernel: 1}], b: []}\n    merge: multiply\n"
    report = layers(entries, "4x4x6")
    assert kept(report, report.rows[-1].path) == "input 2; 0 bytes that no layer before it kept"


UNET = """  - conv: {filters: 8, kernel: 3, padding: 1}
  - maxpool: 2
  - upsample: 2
  - conv: {filters: 8, kernel: 3, padding: 1}
  - deconv: {filters: 4, kernel: 5, stride: 2, padding: 2, output_padding: 1}
  - adaptiveavgpool: 7x7
  - conv: {filters: 8, kernel: 3}
"""


def test_fields_behind_up_sampling_are_those_of_phases() -> None:
    """A cell of pool1 sees 4 pixels, the next one those 2 further on. Of three cells in a row behind it, two are the same."""
    report = layers(UNET, "16x16x3")
    wide = "  size {}, that of the widest of {} phases: neighbouring cells see different\n    shares of the input\n"
    text = explained(report, "upsample1")
    assert "  a cell reads 1 cell of the layer's input, 1 further on every 2 cells\n" in text
    assert wide.format(4, 2) in text
    assert "  step 1 on average; padding before 1, of the first cell\n" in text
    text = explained(report, "conv2")
    assert "a cell reads" not in text
    assert wide.format(6, 2) in text
    assert not re.search(r"size \d+: ", text)
    assert "  a cell reads 2 to 3 cells of the layer's input, 1 further on every 2 cells\n" in explained(report, "deconv1")
    assert "  a cell reads 5 to 6 cells of the layer's input, 32 further on every 7 cells\n" in explained(report, "pool2")
    assert not re.search(r"size \d+: ", explained(report, "conv3"))


def test_concat_adds_its_channels_up() -> None:
    report = layers("  - branches: [[], [conv: {filters: 3, kernel: 1}], [conv: {filters: 30, kernel: 1}]]\n    merge: concat\n")
    text = explained(report, "concat1")
    assert "  channels         = D_1 + D_2 + D_3\n                   = 6 + 3 + 30\n                   = 39\n" in text
    assert "  D_1 to D_3: channels of the inputs, in their order\n" in text


@pytest.mark.parametrize(
    ("input", "legend"),
    [
        ("12x4", "  L_out, D_out: length and channels (depth) of the output\n"),
        ("9x9x4", "  H_out, W_out, D_out: height, width and channels (depth) of the output\n"),
        ("5x9x9x4", "  T_out, H_out, W_out, D_out: depth, height, width and channels of the output\n"),
    ],
)
def test_the_legend_names_the_axes_that_there_are(input: str, legend: str) -> None:
    text = explained(layers("  - conv: {filters: 2, kernel: 3}\n", input), "conv1")
    assert legend in text
    assert ("height" in text) == (input != "12x4")


@pytest.mark.parametrize("name", ["alexnet", "googlenet", "resnet50"])
def test_lines_keep_to_80_columns(name: str) -> None:
    report = load(name).analyze()
    for row in report.rows:
        assert max(map(len, render_explanation(report, row).splitlines())) <= 80, row.path


def test_long_sums_are_wrapped() -> None:
    branches = ", ".join(f"[conv: {{filters: {width}, kernel: 1}}]" for width in range(10, 40))
    report = layers(f"  - branches: [{branches}]\n    merge: concat\n")
    text = explained(report, "concat1")
    assert max(map(len, text.splitlines())) <= 80
    sums = [chain for chain in chains(text) if chain and chain[0].startswith("D_1 + ")]
    assert [[value_of(chain[1]), chain[2]] for chain in sums] == [[sum(range(10, 40)), "735"]]
