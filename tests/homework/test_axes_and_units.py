"""Answers with a size for each axis, with a unit, with powers of 1024 and with a denial: what is right, wrong and unread."""

from __future__ import annotations

import pytest

from tests.homework.slips import verdict

_UNEVEN = "layer: {conv: {filters: 8, kernel: [3, 5], stride: 2}}}"
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
    "neither axis": f"{{ask: legal, input: 30x40x4, {_UNEVEN}",
    "one axis": f"{{ask: legal, input: 30x41x4, {_UNEVEN}",
    "both axes": f"{{ask: legal, input: 31x41x4, {_UNEVEN}",
    "square": "{ask: legal, input: 31x31x4, layer: {conv: {filters: 8, kernel: 3, stride: 2}}}",
    "signal": "{ask: output, input: 100x4, layer: {conv: {filters: 8, kernel: 4, stride: 2, padding: 1}}}",
    "clip": "{ask: output, input: 16x32x32x3, layer: {conv: {filters: 8, kernel: 3, padding: 1}}}",
    "channels first": "{ask: output, input: 100x4, layer: {conv: {filters: 8, kernel: 4, stride: 2, padding: 1}}}",
    "named": "{ask: output, network: alexnet, layer: conv1}",
    "cube": "{ask: output, input: 12x12x4, layer: {conv: {filters: 10, kernel: 3}}}",
    "pooled": "{ask: values, compute: {op: avgpool, input: [[1, 2, 3], [4, 5, 6], [7, 8, 10]], kernel: 2, stride: 1}}",
    "unread": "{ask: unread, input: 8x8x3, layer: {conv: {filters: 4, kernel: 3, stride: 2, rounding: floor}}}",
    "all read": "{ask: unread, input: 7x7x3, layer: {conv: {filters: 4, kernel: 3, stride: 2}}}",
}
#: Of these, the key has the channels in front.
CHANNELS_FIRST = ("channels first", "cube")
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
    "neither axis": ("neither height nor width fits", "neither axis fits", "neither fits", "none of the axes fits", "14.5 x 18.5",
                     "neither the height nor the width fits", "too wide to fit", "far from fitting", "nope", "fits? no",
                     "it is hardly legal: 14.5", "Does it fit? No, 14.5.", "remainder 1", "remainder of 1",
                     "the width fits but the height doesn't, so illegal", "14.5, it would only fit with padding",
                     "does not fit unless it is padded", "(30-3)/2+1 = 14.5, (40-5)/2+1 = 18.5", "too wide for it to fit",
                     "it is too large to be valid", "neither 14.5 nor 18.5 is whole", "no, 27/2 is not whole",
                     "height yes, width no"),
    "one axis": ("width ok (19), height 14.5 not", "the height does not fit, the width does",
                 "the width fits, the height doesn't"),
    "both axes": ("(31-3)/2+1 = 15, (41-5)/2+1 = 19", "yes, (31-3)/2+1 = 15 and (41-5)/2+1 = 19", "Yes! (31-3)/2+1=15",
                  "H: 28/2+1=15, W: 36/2+1=19, fits", "W: 36/2+1=19, H: 28/2+1=15, fits", "yes (14 + 1 = 15)",
                  "legal: 28 is divisible by 2", "fits: 28 mod 2 = 0", "yes, 28/2 = 14", "yes: 28/2 and 36/2 are whole",
                  "28 and 36 are divisible by 2", "height fits, width fits", "both fit", "neither is a fraction", "yep",
                  "neither height nor width is illegal", "fits? yes", "height fits and width fits", "needs no padding, it fits",
                  "H=15, W=19", "with stride 2 it is legal, 15x19", "W=19, H=15", "yes, (31-3)/2 = 14", "(31-3)%2 = 0 so yes",
                  "fits with no padding", "not too wide to fit"),
    "square": ("28/2 = 14, so it fits", "yes, 28/2 = 14", "yes: 28/2 is whole", "yes, 31-3 = 28, 28/2 = 14, 14+1 = 15"),
    "signal": ("L=50, C=8", "length=50, channels=8", "W=50, C=8", "C=8, L=50", "length 50, channels 8", "50x8", "8x50",
               "50 samples, 8 channels", "length 50, 8 channels"),
    "channels first": ("L=50, C=8", "C=8, L=50", "length 50, 8 channels", "8x50"),
    "clip": ("D=16, H=32, W=32, C=8", "T=16, H=32, W=32, C=8", "C=8, D=16, H=32, W=32",
             "depth 16, height 32, width 32, channels 8", "8 channels, D=16, H=32, W=32"),
    "named": ("length 55, width 55, depth 96", "L=55, W=55, D=96", "C=96, H=55, W=55", "96 channels, 55 rows, 55 columns"),
    "pooled": ("3 4 / 6 7.25", "[[3, 4], [6, 29/4]]", "3 4; 6 29 / 4"),
    "unread": ("1 row and 1 column", "1x1"),
    "all read": ("none", "0", "nothing"),
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
    "neither axis": ("yep", "neither is a fraction", "yes, 28/2 = 14", "(30-3)/2+1 = 15, (40-5)/2+1 = 19"),
    "one axis": ("(30-3)/2+1 = 15, (41-5)/2+1 = 19",),
    "both axes": ("neither height nor width fits", "none fits", "none of the axes fits", "too wide to fit", "nope", "yes, 16x19",
                  "(31-3)/2+1 = 15, (41-5)/2+1 = 18", "W: 28/2+1=15, H: 36/2+1=19, fits", "width ok, height not", "yes, 16",
                  "legal: 14.5", "remainder 1", "yes, (31-2)/2+1 = 15.5"),
    "signal": ("length 8, 50 channels", "L=8, C=50", "C=50, L=8", "length=8, channels=50"),
    "channels first": ("length 8, 50 channels", "L=8, C=50", "C=50, L=8"),
    "clip": ("D=32, H=16, W=32, C=8", "D=16, H=32, W=32, C=3", "C=16, D=8, H=32, W=32"),
    "named": ("C=55, H=55, W=96", "W=55, C=96"),
    "pooled": ("3 4 / 6 7.5", "3 6 / 4 7.25"),
    "unread": ("none", "2 rows and 1 column"),
    "all read": ("1 row and 1 column",),
}  # fmt: skip
UNREAD = {
    "kernel": ("3x5", "3*3", "3^2", "3·3"),
    "padding": ("1x4", "[2, ?]", "[2,]"),
    "input": ("32x30",),
    "params": ("760%", "760x", "760 weight layers"),
    "legal": ("does not fit, valid would be 8x8", "not legal, valid is 3x3"),
    "misfit": ("does not fit, valid would be 8x8",),
    "fit": ("does not fit, valid would be 3x3",),
    "floor": ("3x3, as 3.5 is not an integer", "3.5, which is not an integer, so 3x3", "does not fit, 3x3"),
    "neither axis": ("hardly fits", "needs padding to fit", "has to be padded to fit", "It only fits if we pad",
                     "fits only with floor rounding", "would only fit with rounding", "legal only with stride 1",
                     "legal if the stride were 1", "it would fit only with padding 1", "barely fits",
                     "it could fit with padding"),
    "one axis": ("only the width fits", "the width fits"),
    "both axes": ("yes, 30/3 = 10", "fits: 30 mod 3 = 0", "hardly fits", "legal if the stride is 2", "neither",
                  "yes, 28/2 = 13", "does it fit?", "28 mod 2 = 0", "fits with stride 2", "the stride of 2 fits",
                  "it not only fits",
                  "neither, both fit"),
    "named": ("H=55, W=55, D=96, C=96",),
    "cube": ("10^3",),
}  # fmt: skip
CASES = [
    (question, answer, verdict)
    for verdict, answers in (("right", RIGHT), ("wrong", WRONG), ("unread", UNREAD))
    for question in answers
    for answer in answers[question]
]


@pytest.mark.parametrize(("question", "answer", "expected"), CASES)
def test_verdicts(question: str, answer: str, expected: str) -> None:
    found = verdict(QUESTIONS[question], answer, "chw" if question in CHANNELS_FIRST else "hwc")
    assert found.status == expected, found.message


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
    assert verdict(QUESTIONS[question], answer).message == message
