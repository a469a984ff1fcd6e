"""Answers with a size for each axis, with a unit, with powers of 1024 and with a denial: what is right, wrong and unread."""

from __future__ import annotations

from functools import cache

import pytest

from cnncalc.homework.grading import Grader
from tests.homework.slips import key_of

_MISFIT = "input: 7x7x3, layer: {conv: {filters: 4, kernel: 3, stride: 3}}}"
QUESTIONS = {
    "kernel": "{ask: kernel, find: {input: 7, stride: 1, padding: 1, output: 7}}",
    "stride": "{ask: stride, find: {input: 227, kernel: 11, padding: 0, output: 55}}",
    "padding": "{ask: padding, find: {input: 32, kernel: 5, stride: 1, output: 32}}",
    "input": "{ask: input, find: {kernel: 5, stride: 1, padding: 0, output: 28}}",
    "params": "{ask: params, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}}",
    "biases": "{ask: biases, network: alexnet, layer: conv1}",
    "macs": "{ask: macs, network: alexnet, layer: conv1}",
    "near macs": "{ask: macs, network: alexnet, layer: conv1, tolerance: 0.001}",
    "flops": "{ask: flops, network: alexnet, layer: conv1}",
    "activations": "{ask: activations, network: alexnet, layer: conv1}",
    "weight layers": "{ask: weight_layers, network: vgg16}",
    "values": "{ask: values, compute: {op: relu, input: [[-4, 4], [4, -4]]}}",
    "share": "{ask: share, network: alexnet, of: params, layers: [fc6, fc7, fc8]}",
    "legal": f"{{ask: legal, {_MISFIT}",
    "misfit": f"{{ask: size, {_MISFIT}",
    "fit": "{ask: legal, input: 5x5x3, layer: {conv: {filters: 4, kernel: 3, stride: 1}}}",
    "floor": "{ask: size, input: 8x8x3, layer: {conv: {filters: 4, kernel: 3, stride: 2, rounding: floor}}}",
}
RIGHT = {
    "kernel": ("3x3", "3 by 3", "(3,3)", "3,3", "3×3", "F = 3x3", "a 3x3 kernel", "3x3x3", "$3 \\times 3$", "9/3"),
    "stride": ("4x4", "(4, 4)", "4 by 4", "4 mal 4", "4x4 (stride)", "2*2", "2·2", "2^2"),
    "padding": ("2x2", "2 by 2", "[2, 2]", "2 pixels"),
    "input": ("32x32", "32x32x3", "3x32x32", "(28 - 1)*1 + 5", "28 + 5 - 1", "2 x 16"),
    "params": ("760 weights", "760 values", "760 with biases", "760 including the biases", "750 + 10 biases",
               "760 weight parameters"),
    "biases": ("96 biases", "96 parameters", "96 bias parameters"),
    "macs": ("105.4M", "105.4M MACs", "105,415,200 multiplications", "105.4M ops", "105 million"),
    "near macs": ("105.35M",),
    "flops": ("210.8M FLOPs", "210,830,400 operations", "211M"),
    "activations": ("290,400 values", "290,400 neurons", "290,400 activations"),
    "weight layers": ("16 layers", "16 weight layers", "16 layers with weights"),
    "values": ("[[[0, 4], [4, 0]]]", "[[[[0, 4], [4, 0]]]]", "[[0, 4], [4, 0]]"),
    "share": ("94", "94%", "about 94"),
    "legal": ("does not fit evenly", "the windows do not tile evenly", "impossible to fit evenly", "no whole number fits",
              "it doesn't fit evenly", "no integer number of windows fits", "does not fit as an integer"),
    "fit": ("no padding needed so it fits", "not a problem it fits", "no overlap and it fits", "fits evenly"),
    "floor": ("3x3", "3x3 (3.5 does not fit)", "3x3 (fraction dropped)"),
}  # fmt: skip
WRONG = {
    "kernel": ("5x5", "9x9", "9", "[9, 9]", "3.3"),
    "stride": ("2x2", "2"),
    "padding": ("1x1", "4x4", "4"),
    "input": ("30x30", "1024"),
    "params": ("760 MACs", "760 FLOPs", "760 operations", "760 biases", "760 pixels", "1K", "~1000"),
    "biases": ("96 weights",),
    "macs": ("105.4M FLOPs", "210.8M FLOPs", "105,415,200 parameters", "101M", "100M", "105.4 GMACs"),
    "near macs": ("100.5M", "105.35M parameters", "105.35M bytes"),
    "flops": ("210.8M MACs", "201M"),
    "activations": ("290,400 parameters",),
    "weight layers": ("16 parameters",),
    "values": ("[[[0, 4, 4, 0]]]", "[[0, 4, 4, 0]]", "[[[0, 4]], [[4, 0]], [[0, 0]]]"),
    "share": ("96", "95"),
    "fit": ("no whole number fits", "impossible to fit evenly"),
    "floor": ("does not fit",),
}
UNREAD = {
    "kernel": ("3x5", "3*3", "3^2", "3·3"),
    "padding": ("1x4", "[2, ?]", "[2,]"),
    "input": ("32x30",),
    "params": ("760%", "760x", "760 weight layers"),
    "legal": ("does not fit, valid would be 8x8", "not legal, valid is 3x3"),
    "misfit": ("does not fit, valid would be 8x8",),
    "fit": ("does not fit, valid would be 3x3",),
    "floor": ("3x3, as 3.5 is not an integer", "3.5, which is not an integer, so 3x3", "does not fit, 3x3"),
}
CASES = [
    (question, answer, verdict)
    for verdict, answers in (("right", RIGHT), ("wrong", WRONG), ("unread", UNREAD))
    for question in answers
    for answer in answers[question]
]


@cache
def grader(question: str) -> Grader:
    return Grader(key_of(QUESTIONS[question]))


@pytest.mark.parametrize(("question", "answer", "verdict"), CASES)
def test_verdicts(question: str, answer: str, verdict: str) -> None:
    found = grader(question).answer(grader(question).key.questions[0], answer)
    assert found.status == verdict, found.message


@pytest.mark.parametrize(
    ("question", "answer", "message"),
    [
        ("kernel", "3x5", "could not be read: `3x5` holds several sizes, where one answer is asked"),
        ("kernel", "3*3", "could not be read: `3*3` is a product or the same along both axes: write 3"),
        ("floor", "does not fit, 3x3", "could not be read: `does not fit, 3x3` says that it does not fit, and a size"),
        ("params", "760 MACs", "the number is right, but multiply-adds are not what is asked: it is 760 parameters"),
    ],
)
def test_messages(question: str, answer: str, message: str) -> None:
    assert grader(question).answer(grader(question).key.questions[0], answer).message == message
