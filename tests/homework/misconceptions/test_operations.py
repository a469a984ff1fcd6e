"""Slips about operations: each answer worked by hand, the slip that gives it, and for one of each the whole sentence."""

from __future__ import annotations

import pytest

from tests.homework.slips import named

#: 28*28 = 784 places, 5*5*3 = 75 products and 10 filters: 750 weights, 760 parameters, 7,840 values, 588,000 multiply-adds.
CONV = "input: 32x32x3, layer: {conv: {filters: 10, kernel: 5}}"
#: 36 values, then 4*4*2 = 32 and 2*2*1 = 4; 16*9*2 = 288 and 4*9*2 = 72 multiply-adds.
TWO = "input: 6x6x1, layers: [{conv: {filters: 2, kernel: 3}}, {conv: {filters: 1, kernel: 3}}]"
#: 13 convolutions, 14,714,688 with their biases, and three fully connected layers.
VGG_PARAMS = "{ask: params, network: vgg16}"
VGG_SUM = "14,714,688 + 123,642,856 = 138,357,544 parameters"

CASES = [
    ("K305", f"{{ask: macs, {CONV}}}", "1176000",
     "1,176,000 are the FLOPs, 2 for each multiply-add: 1,176,000/2 = 588,000 multiply-adds"),
    ("K305", f"{{ask: flops, {CONV}}}", "588,000", ""),
    ("K305", "{ask: macs, input: 3072, layer: {fc: 10}}", "61440", ""),
    ("K313", "{ask: macs, network: inception-reduced}", "358M",
     "`3x3/conv` is counted twice: 358,055,936 - 86,704,128 = 271,351,808 multiply-adds"),
    ("K313", f"{{ask: macs, {TWO}}}", "432", ""),
    ("K313", f"{{ask: flops, {TWO}}}", "1296", ""),
    ("K314", f"{{ask: macs, {TWO}}}", "288", "`conv2` is missing: 288 + 72 = 360 multiply-adds"),
    ("K314", "{ask: activations, network: vgg16}", "13,547,520", ""),
    ("K314", "{ask: params, network: alexnet}", "58,281,344", ""),
    ("K314", VGG_PARAMS, "14,714,688", f"the fully connected layers are missing: {VGG_SUM}"),
    ("K314", VGG_PARAMS, "14.71M", f"the fully connected layers are missing: {VGG_SUM}"),  # 14,719,656 cut off is K118
    ("K314", VGG_PARAMS, "14.7M", f"the fully connected layers are missing: {VGG_SUM}"),
    ("K314", VGG_PARAMS, "123.6M", "the convolutions are missing: 123,642,856 + 14,714,688 = 138,357,544 parameters"),
    ("K314", "{ask: weights, network: vgg16}", "123.6M", "the convolutions are missing: "
     "123,633,664 + 14,710,464 = 138,344,128 weights"),
    ("K314", "{ask: params, network: vgg16, biases: left out}", "14,710,464", "the fully connected layers are missing: "
     "14,710,464 + 123,633,664 = 138,344,128 weights"),
    ("K314", "{ask: params, network: alexnet}", "58.6M", ""),
    ("K315", f"{{ask: macs, {CONV}}}", "595840",
     "the biases are counted, one at each value of the output: 588,000 + 7,840 = 595,840; nothing is multiplied there, it "
     "is 588,000 multiply-adds"),
    ("K315", f"{{ask: flops, {CONV}}}", "1183840", ""),
    ("K315", f"{{ask: flops, {CONV}}}", "1191680", ""),
    ("K316", f"{{ask: macs, {CONV}}}", "750",
     "the places are left out: 10*5*5*3 = 750; each weight is used at all 28*28 places of the output: 28*28*10*5*5*3 = 588,000"),
    ("K316", f"{{ask: flops, {CONV}}}", "1500", ""),
    ("K316", "{ask: macs, network: alexnet, layer: conv1}", "34,848", ""),
    ("K317", f"{{ask: macs, {CONV}}}", "768000",
     "the size of the input is taken for that of the output: 32*32*10*5*5*3 = 768,000; the window takes 28*28 places: "
     "28*28*10*5*5*3 = 588,000"),
    ("K317", f"{{ask: flops, {CONV}}}", "1536000", ""),
    ("K317", "{ask: macs, network: alexnet, layer: conv1}", "1,795,682,592", ""),
    ("K318", f"{{ask: macs, {CONV}}}", "196000",
     "the depth is left out: 28*28*10*5*5 = 196,000; a filter covers all 3 channels: 28*28*10*5*5*3 = 588,000"),
    ("K318", f"{{ask: flops, {CONV}}}", "392000", ""),
    ("K318", "{ask: macs, network: alexnet, layer: conv1}", "35,138,400", ""),
    ("K320", f"{{ask: macs, {CONV}}}", "58800",
     "these are the operations of one filter: 28*28*5*5*3 = 58,800; there are 10: 28*28*10*5*5*3 = 588,000"),
    ("K320", f"{{ask: flops, {CONV}}}", "117600", ""),
    ("K320", "{ask: macs, network: alexnet, layer: conv1}", "1,098,075", ""),
    ("K323", f"{{ask: macs, {CONV}}}", "117600",
     "one side of the kernel is left out: 28*28*10*5*3 = 117,600; the window has 5*5 cells: 28*28*10*5*5*3 = 588,000"),
    ("K323", f"{{ask: flops, {CONV}}}", "235200", ""),
    ("K323", "{ask: macs, network: alexnet, layer: conv1}", "9,583,200", ""),
    ("K325", f"{{ask: macs, {CONV}}}", "21000",
     "one side of the output is left out: its map is 28x28, 28*21,000 = 588,000 multiply-adds"),
    ("K325", f"{{ask: activations, {CONV}}}", "280", ""),
    ("K325", f"{{ask: memory, {CONV}}}", "1120", ""),
    ("K326", "{ask: macs, input: 14x14x8, layer: {conv: {filters: 8, kernel: 3, padding: 1, groups: depthwise}}}", "112896",
     "the groups are left out of account: 14*14*8*3*3*8 = 112,896; with 8 groups a filter reads 1 of the 8 channels: "
     "14*14*8*3*3*1 = 14,112"),
    ("K326", "{ask: macs, input: 8x8x4, layer: {conv: {filters: 4, kernel: 3, padding: 1, groups: 4}}}", "9216", ""),
    ("K326", "{ask: flops, input: 8x8x4, layer: {conv: {filters: 4, kernel: 3, padding: 1, groups: 4}}}", "18432", ""),
    ("K327", "{ask: macs, network: googlenet}", "1,591,044,096",
     "the auxiliary heads are counted, 1,582,671,872 + 8,372,224 = 1,591,044,096; they are there for training only, the "
     "network has 1,582,671,872 multiply-adds"),
    ("K327", "{ask: flops, network: googlenet}", "3,182,088,192", ""),
    ("K327", "{ask: macs, network: {input: 4, layers: [{fc: 8}, {aux: [{fc: 2}], name: side}, {fc: 3}]}}", "72", ""),
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
        ("K315", "{ask: macs, input: 3072, layer: {fc: {outputs: 10, bias: false}}}", "30730"),  # there are no biases
        (
            "K316",
            "{ask: flops, input: 9x8x4, layer: {deconv: {filters: 4, kernel: 2, stride: 2}}}",
            "128",
        ),  # no window that reads
        ("K325", "{ask: activations, input: 64x2, layer: {conv: {filters: 4, kernel: 3}}}", "4"),  # one axis has no area
    ],
)
def test_no_slip_where_it_has_no_room(code: str, question: str, answer: str) -> None:
    assert code not in dict(named(question, answer))


def test_operations_of_odd_convolutions() -> None:
    """3-D, kernels that are not square, and filters that read unlike channels."""
    cube = "{ask: macs, input: 8x8x8x2, layer: {conv: {filters: 4, kernel: 3}}}"  # 6*6*6 * 4 * 27 * 2 = 46,656
    assert "K318" in dict(named(cube, "23328"))
    assert "K323" in dict(named(cube, "5184"))
    bar = "{ask: macs, input: 9x8x4, layer: {conv: {filters: 4, kernel: [3, 1]}}}"  # 7*8 * 4 * 3 * 4 = 2,688
    assert "K323" not in dict(named(bar, "896"))
    assert "K318" in dict(named(bar, "672"))
    partly = "{ask: macs, input: 6x6x6, layer: {conv: {filters: 2, kernel: 3, connections: [[0, 1], [2, 3, 4]]}}}"  # 16*9*5 = 720
    assert "K318" not in dict(named(partly, "288"))
    assert "K305" in dict(named(partly, "1440"))


def test_of_a_rounded_sum_only_what_is_nearest_is_named() -> None:
    assert list(dict(named(VGG_PARAMS, "123.6M"))) == ["K314"]  # 123,642,856, not 123,685,096 cut off
    assert list(dict(named(VGG_PARAMS, "123.69M"))) == ["K102"]
    assert list(dict(named(VGG_PARAMS, "14.71M"))) == ["K314"]  # 14,714,688, not 14,719,656 cut off
    assert list(dict(named("{ask: params, network: alexnet}", "58.6M"))) == ["K314"]
