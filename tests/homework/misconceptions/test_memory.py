"""Slips about memory: each answer worked by hand, the slip that gives it, and for one of each the whole sentence."""

from __future__ import annotations

import pytest

from tests.homework.slips import named

#: 28*28 = 784 places, 5*5*3 = 75 products and 10 filters: 750 weights, 760 parameters, 7,840 values, 588,000 multiply-adds.
CONV = "input: 32x32x3, layer: {conv: {filters: 10, kernel: 5}}"
#: 36 values, then 4*4*2 = 32 and 2*2*1 = 4; 16*9*2 = 288 and 4*9*2 = 72 multiply-adds.
TWO = "input: 6x6x1, layers: [{conv: {filters: 2, kernel: 3}}, {conv: {filters: 1, kernel: 3}}]"

CASES = [
    ("K301", "{ask: activations, input: 32x32x3, layer: {conv: {filters: 64, kernel: 3, padding: 1}}}", "64000",
     "K is mixed up: 64K with K = 1,024 is 65,536 values, with K = 1,000 it is 64,000"),
    ("K301", "{ask: activations, input: 10, layer: {fc: 4000}}", "4096", ""),
    ("K301", "{ask: macs, input: 1000, layer: {fc: 2000}}", "2,097,152", ""),
    ("K302", f"{{ask: memory, {CONV}}}", "250880",
     "these are bits: 8 for each byte, 8*31,360 = 250,880; it is 31,360 bytes (31.36 kB)"),
    ("K302", f"{{ask: memory, {CONV}}}", "3,920 B", ""),
    ("K302", "{ask: memory, network: lenet5}", "291,776", ""),
    ("K302", "{ask: memory, network: vgg16}", "60.95 Mbit",
     "the number is right in bytes, not in bits, for which a small b stands: it is 60,950,432 bytes (60.95 MB)"),
    ("K303", "{ask: memory, network: vgg16}", "60.95 MiB", "the number is right in MB, not in MiB: it is 60.95 MB = 58.13 MiB"),
    ("K303", f"{{ask: memory, {CONV}}}", "31.36 KiB", ""),
    ("K303", "{ask: memory, network: vgg16, layer: conv1_1}", "12250000", ""),
    ("K304", f"{{ask: activations, {CONV}}}", "760", "760 are the parameters, which are learned; the output holds 7,840 values"),
    ("K304", f"{{ask: activations, {CONV}}}", "750", ""),
    ("K304", f"{{ask: params, {CONV}}}", "7840", ""),
    ("K306", f"{{ask: macs, {CONV}, batch: 4}}", "588000",
     "588,000 is for one image: the batch has 4, 4*588,000 = 2,352,000 multiply-adds"),
    ("K306", "{ask: activations, input: 5, layer: {fc: 10}, batch: 2}", "10", ""),
    ("K306", f"{{ask: memory, {CONV}, batch: 8}}", "31,360", ""),
    ("K307", f"{{ask: memory, {CONV}, backward: true}}", "31360",
     "the gradients are missing: one for each value, 2*31,360 = 62,720 bytes (62.72 kB)"),
    ("K307", f"{{ask: memory, {CONV}}}", "62720", ""),
    ("K307", f"{{ask: macs, {CONV}}}", "1764000", ""),
    ("K308", f"{{ask: memory, {CONV}}}", "7840",
     "7,840 is the number of values: in float32, 4 bytes each, 4*7,840 = 31,360 bytes (31.36 kB)"),
    ("K308", f"{{ask: activations, {CONV}}}", "31360", ""),
    ("K308", "{ask: memory, network: vgg16}", "15,237,608", ""),
    ("K309", f"{{ask: memory, {CONV}}}", "62720",
     "a value was taken for 8 bytes, as in float64, 62,720 in all; in float32 it has 4: 31,360 bytes (31.36 kB)"),
    ("K309", f"{{ask: memory, {CONV}}}", "15680", ""),
    ("K309", f"{{ask: memory, {CONV}, dtype: float16}}", "31360", ""),
    ("K310", "{ask: activations, network: vgg16}", "15,087,080",
     "the input is missing: 15,087,080 + 150,528 = 15,237,608 values"),
    ("K310", "{ask: memory, network: vgg16}", "60348320", ""),
    ("K310", "{ask: memory, network: vgg16, backward: true}", "120,696,640", ""),
    ("K310", "{ask: activations, network: two-layer}", "110", ""),
    ("K311", "{ask: activations, network: vgg16}", "28,785,128",
     "the outputs of the convolutions' activation functions are counted as memory of their own, 15,237,608 + 13,547,520 = "
     "28,785,128; written over their inputs they take none: 15,237,608 values"),
    ("K311", "{ask: activations, network: vgg16}", "28793320", ""),
    ("K311", "{ask: activations, network: two-layer}", "3282", ""),
    ("K312", "{ask: activations, network: vgg16}", "24,319,464",
     "a copy of every convolution's input is counted beside the outputs, 15,237,608 + 9,081,856 = 24,319,464; each array "
     "is held once: 15,237,608 values"),
    ("K312", "{ask: memory, network: vgg16}", "24M * 4 bytes ~= 93MB", ""),
    ("K312", f"{{ask: activations, {TWO}}}", "140", ""),
    ("K319", f"{{ask: memory, {CONV}}}", "3040",
     "760 parameters * 4 bytes = 3,040, but the values of the output are asked: 31,360 bytes (31.36 kB)"),
    ("K319", f"{{ask: memory, {CONV}}}", "3000", ""),
    ("K319", f"{{ask: memory, {CONV}}}", "34400", ""),
    ("K322", f"{{ask: memory, {CONV}}}", "43648",
     "the input is counted with the output, 12,288 + 31,360 = 43,648; the output alone takes 31,360 bytes (31.36 kB)"),
    ("K322", f"{{ask: activations, {CONV}}}", "10912", ""),
    ("K322", "{ask: activations, network: vgg16}", "30,323,688", ""),
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
        ("K306", f"{{ask: params, {CONV}, batch: 4}}", "190"),  # parameters do not grow with the batch
        ("K310", "{ask: activations, network: vgg16, layers: [conv1_1, conv1_2]}", "3,211,264"),  # no input in that sum
        ("K314", "{ask: activations, network: vgg16}", "15,087,080"),  # of the input, K310
        ("K312", "{ask: activations, network: two-layer}", "6,354"),  # there is no convolution
        (
            "K311",
            "{ask: activations, network: vgg16, layers: [conv1_1, conv1_1/relu, conv1_2]}",
            "9,633,792",
        ),  # it names the ReLU
        ("K302", f"{{ask: activations, {CONV}}}", "62720"),  # values are no bytes
    ],
)
def test_no_slip_where_it_has_no_room(code: str, question: str, answer: str) -> None:
    assert code not in dict(named(question, answer))
