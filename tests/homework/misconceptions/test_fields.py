"""Slips about receptive fields, ratios and depth, and repeated answers, each worked by hand; of each one whole sentence."""

from __future__ import annotations

import pytest

from cnncalc.homework.misconceptions import misconception
from tests.homework.slips import key_of, named

#: Receptive fields of 5, 9 and 13.
THREE = (
    "input: 32x32x3, layers: [{conv: {filters: 6, kernel: 5}}, {conv: {filters: 6, kernel: 5}}, {conv: {filters: 6, kernel: 5}}]"
)
#: 28*28 = 784 places, 5*5*3 = 75 products and 10 filters: 750 weights, 760 parameters, 7,840 values, 588,000 multiply-adds.
CONV = "input: 32x32x3, layer: {conv: {filters: 10, kernel: 5}}"

CASES = [
    ("K401", f"{{ask: field, {THREE}}}", "15",
     "the kernels are added, 5 + 5 + 5 = 15; each adds itself less 1, times the step of what it reads: 1 + 4 + 4 + 4 = 13"),
    ("K401", "{ask: field, network: alexnet, layer: pool3}", "34x34", ""),
    ("K401", "{ask: field, network: vgg16, layer: pool5}", "49", ""),
    ("K402", "{ask: field, network: alexnet, layer: conv2}", "17",
     "the strides are ignored: 1 + 10 + 2 + 4 = 17; each counts for all windows after it: 1 + 10 + 2*4 + 4*8 = 51"),
    ("K402", "{ask: field, network: alexnet, layer: pool3}", "27", ""),
    ("K402", "{ask: field, network: vgg16, layer: pool5}", "32x32", ""),
    ("K403", "{ask: field, network: alexnet, layer: conv2}", "27",
     "the pools are left out: 1 + 10 + 4*4 = 27; their windows and strides count as a convolution's: 1 + 10 + 2*4 + 4*8 = 51"),
    ("K403", "{ask: field, network: alexnet, layer: conv2}", "35", ""),
    ("K403", "{ask: field, network: alexnet, layer: conv2}", "43", ""),
    ("K403", "{ask: jump, network: alexnet, layer: pool3}", "4", ""),
    ("K404", "{ask: field, network: alexnet, layer: conv2}", "5",
     "5 is what `conv2` sees of the layer before it; of the input it sees 1 + 10 + 2*4 + 4*8 = 51"),
    ("K404", "{ask: field, network: alexnet, layer: pool3}", "3", ""),
    ("K404", f"{{ask: field, {THREE}}}", "5x5", ""),
    ("K405", f"{{ask: field, {THREE}}}", "9", "9x9 is that of `conv2`, the layer before `conv3`, whose own is 13x13"),
    ("K405", "{ask: field, network: alexnet, layer: pool1}", "51", ""),
    ("K405", "{ask: jump, network: alexnet, layer: pool3}", "16", ""),
    ("K406", "{ask: field, network: alexnet, layer: conv2}", "8",
     "8x8 is the step from one value to the next; each of them sees 51x51"),
    ("K406", "{ask: jump, network: alexnet, layer: conv2}", "51", ""),
    ("K406", "{ask: field, network: alexnet, layer: pool3}", "32", ""),
    ("K407", f"{{ask: field, {THREE}}}", "169", "13x13 = 169 is the number of pixels; the receptive field is 13x13"),
    ("K407", "{ask: field, network: alexnet, layer: conv1}", "121", ""),
    ("K407", "{ask: field, network: vgg16, layer: conv1_2}", "25", ""),
    ("K408", "{ask: field, network: alexnet, layer: conv2}", "89",
     "the stride 4 of `conv1` counts for its own window too, which gives 89; it counts from the next layer on: 1 + 10 + "
     "2*4 + 4*8 = 51"),
    ("K408", "{ask: field, network: alexnet, layer: pool1}", "57", ""),
    ("K408", "{ask: field, input: 9x9x1, layer: {conv: {filters: 1, kernel: 3, stride: 2}}}", "5", ""),
    ("K409", "{ask: field, input: 64x1, layer: {conv: {filters: 4, kernel: 3, dilation: 2}}}", "3",
     "the dilation is ignored: 1 + 2 = 3; it spreads the window: 1 + 2*2*1 = 5"),
    ("K409",
     "{ask: field, input: 20x20x1, layers: [{conv: {filters: 1, kernel: 3}}, {conv: {filters: 1, kernel: 3, dilation: 2}}]}", "5",
     ""),
    ("K409", "{ask: field, input: 20x20x1, layer: {conv: {filters: 1, kernel: 5, dilation: 3}}}", "5", ""),
    ("K410", f"{{ask: field, {THREE}}}", "16",
     "each window is counted with its whole kernel: 1 + 5*1 + 5*1 + 5*1 = 16; it adds its kernel less 1: 1 + 4 + 4 + 4 = 13"),
    ("K410", "{ask: field, network: alexnet, layer: conv1}", "12", ""),
    ("K410", "{ask: field, network: alexnet, layer: conv2}", "64", ""),
    ("K411", "{ask: ratio, of: params, network: alexnet, to: googlenet}", "0.112", "the ratio is upside down: 1/0.112 = 8.91"),
    ("K411", "{ask: ratio, of: params, network: vgg16, to: googlenet}", "0.0506", ""),
    ("K411", "{ask: ratio, of: macs, network: vgg16, to: alexnet}", "7.34 %", ""),
    ("K412", "{ask: share, of: params, network: vgg16, layers: [fc6, fc7, fc8]}", "0.894",
     "0.894 is the share as a fraction; in percent, 100*0.894 = 89.4 %"),
    ("K412", "{ask: share, of: params, network: alexnet, layer: fc6}", "0.605", ""),
    ("K412", "{ask: share, of: activations, network: vgg16, layers: [conv1_1, conv1_2]}", "0.421", ""),
    ("K413", "{ask: weight_layers, network: vgg16}", "21",
     "5 pools are counted: 21 - 5 = 16 convolutions and fully connected layers"),
    ("K413", "{ask: weight_layers, network: vgg16}", "38", ""),
    ("K413", "{ask: weight_layers, network: vgg16}", "17", ""),
    ("K414", "{ask: jump, network: alexnet, layer: pool3}", "10",
     "the strides are added, 4 + 2 + 2 + 2 = 10; they multiply: 4*2*2*2 = 32"),
    ("K414", "{ask: jump, network: alexnet, layer: pool3}", "14", ""),
    ("K414", "{ask: jump, network: vgg16, layer: pool5}", "10x10", ""),
    ("K415", "{ask: share, of: params, network: vgg16, layers: [fc6, fc7, fc8]}", "10.6",
     "10.6 % is what all other layers have: 100 - 10.6 = 89.4 %"),
    ("K415", "{ask: share, of: params, network: alexnet, layer: fc6}", "39.5 %", ""),
    ("K415", "{ask: share, of: activations, network: vgg16, layers: [conv1_1, conv1_2]}", "72.9 %", ""),
    ("K416", "{ask: weight_layers, network: vgg16}", "13", "the 3 fully connected layers are not counted: 13 + 3 = 16"),
    ("K416", "{ask: weight_layers, network: vgg16}", "15", ""),
    ("K416", "{ask: weight_layers, network: googlenet}", "21", ""),
    ("K417", "{ask: weight_layers, network: googlenet}", "58",
     "58 are the convolutions and fully connected layers of all branches; on the longest path there are 22"),
    ("K417", "{ask: weight_layers, network: resnet18}", "21", ""),
    ("K417", "{ask: weight_layers, network: resnet50}", "54", ""),
    ("K418", "{ask: jump, network: alexnet, layer: pool3}", "2",
     "2 is the stride of `pool3` alone; with those before it the step is 4*2*2*2 = 32"),
    ("K418", "{ask: jump, network: alexnet, layer: conv2}", "1", ""),
    ("K418", "{ask: jump, network: vgg16, layer: pool5}", "2x2", ""),
    ("K419", "{ask: ratio, of: params, network: alexnet, to: googlenet}", "7.91",
     "7.91 is how many times more; the ratio is 8.91"),
    ("K419", "{ask: ratio, of: params, network: alexnet, to: googlenet}", "791 %", ""),
    ("K419", "{ask: ratio, of: params, network: alexnet, to: googlenet}", "88.8 %", ""),
    ("K421", "{ask: params, network: alexnet, layer: conv2}", "34,944",
     "34,944 is the figure of `conv1`, which comes before; `conv2` has 614,656"),
    ("K421", "{ask: output, network: alexnet, layer: conv2}", "27x27x96", ""),
    ("K421", f"- {{id: 1, ask: macs, {CONV}}}\n- {{id: 2, ask: macs, input: 5, layer: {{fc: 3}}}}", "588000", ""),
    ("K422", f"{{ask: biases, {CONV}}}", "750", "750 gives the weights; the question asks for the biases, 10"),
    ("K422", f"{{ask: macs, {CONV}}}", "75", ""),
    ("K422", "{ask: field, network: alexnet, layer: conv2}", "27x27", ""),
    ("K423", f"{{ask: params, {CONV}}}", "760 bytes",
     "the number is right, but bytes are not what is asked: it is 760 parameters"),
    ("K423", f"{{ask: memory, {CONV}}}", "31,360 values", ""),
    ("K423", f"{{ask: depth, {CONV}}}", "10 bits", ""),
    ("K424", f"{{ask: params, {CONV}}}", "5*5*3*10 + 10 = 750", "your working gives 760, but 750 is written"),
    ("K424", f"{{ask: macs, {CONV}}}", "28*28*10*5*5*3 = 588", ""),
    ("K424", "{ask: height, input: 7x7x1, layer: {conv: {filters: 2, kernel: 3}}}", "(7 - 3)/1 + 1 = 6", ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "question", "answer", "sentence"), CASES)
def test_slip_is_named(code: str, question: str, answer: str, sentence: str) -> None:
    found = dict(named(question, answer))
    assert code in found
    if sentence:
        assert found[code] == sentence


def test_each_slip_has_three_cases() -> None:
    codes = [code for code, *_ in CASES]
    assert {code for code in codes if codes.count(code) < 3} == set()
    assert {code for code, _, _, sentence in CASES if sentence} == set(codes)


@pytest.mark.parametrize(
    ("code", "question", "answer"),
    [
        ("K401", "{ask: field, input: 64x1, layer: {conv: {filters: 4, kernel: 3, dilation: 2}}}", "3"),  # one window alone
        ("K405", "{ask: field, network: alexnet, layer: pool3}", "355"),  # a fully connected layer sees everything
        (
            "K421",
            f"- {{id: 1, ask: flops, {CONV}}}\n- {{id: 2, ask: macs, input: 5, layer: {{fc: 3}}}}",
            "1176000",
        ),  # of another kind
    ],
)
def test_no_slip_where_it_has_no_room(code: str, question: str, answer: str) -> None:
    assert code not in dict(named(question, answer))


def test_sizes_of_unlike_axes() -> None:
    """Every axis slips by its own numbers; the sentence tells of the first that changes."""
    question = (
        "{ask: field, input: 20x20x1, layers: [{conv: {filters: 1, kernel: [3, 5]}}, {conv: {filters: 1, kernel: [3, 1]}}]}"
    )
    found = dict(named(question, "6x6"))  # of 5x5
    assert found["K401"].startswith("on the height: the kernels are added, 3 + 3 = 6;")
    assert "K401" not in dict(named(question, "6x5"))


def test_forked_paths() -> None:
    """Where paths meet, a slip of the arithmetic is told only where the first of them gives the field."""
    assert "K401" in dict(named("{ask: field, network: resnet18, layer: stage1/unit1/add}", "16"))  # 7 + 3 + 3 + 3 of 27
    question = "{ask: field, network: googlenet, layer: inception_3a/concat1}"
    asked = key_of(question).questions[-1]
    assert [code for code in ("K401", "K402", "K403", "K404", "K408", "K410") if list(misconception(code).slips(asked))] == []
