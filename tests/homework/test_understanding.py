"""Whole questions, answered as people write it: what is right, what is wrong, and what nobody can read."""

from __future__ import annotations

import pytest

from tests.homework.slips import verdict

#: A question, and answers with their verdicts.
QUESTIONS = {
    "ten filters": "{ask: params, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}}",
    "conv1": "{ask: params, network: alexnet, layer: conv1}",
    "bytes": "{ask: memory, network: alexnet}",
    "bytes of vgg16": "{ask: memory, network: vgg16}",
    "multiply-adds": "{ask: macs, network: vgg16}",
    "misfit": "{ask: legal, input: 7x7x3, layer: {conv: {filters: 4, kernel: 3, stride: 3}}}",
    "fit": "{ask: legal, input: 5x5x3, layer: {conv: {filters: 4, kernel: 3, stride: 1}}}",
    "split padding": "{ask: padding, find: {input: 32, kernel: 5, stride: 2, output: 16}}",
    "same padding": "{ask: padding, find: {input: 7, kernel: 3, stride: 1, output: 7}}",
    "paddings": "{ask: padding, find: {input: 7, kernel: 3, stride: 3}}",
    "field": "{ask: field, input: 32x32x3, layers: [" + ", ".join(["{conv: {filters: 4, kernel: 3}}"] * 3) + "]}",
    "values": "{ask: values, compute: {op: correlation, input: [4, 3, 0, 6, -3, -6], filter: [1/3, 1/3, 1/3]}}",
    "two rows": "{ask: values, compute: {op: relu, input: [[7/3, 3], [0, -1]]}}",
    "share": "{ask: share, network: vgg16, of: params, layers: [fc6, fc7, fc8]}",
    "ratio": "{ask: ratio, network: alexnet, of: params, to: googlenet}",
    "output": "{ask: output, network: alexnet, layer: conv1}",
    "height": "{ask: height, network: alexnet, layer: conv1}",
    "size": "{ask: size, network: alexnet, layer: conv1}",
}
RIGHT = {
    "ten filters": (
        "10 × (75 + 1)", "10·(75+1)", "10 x (5x5x3 + 1)", "10 (75+1)", "$10 \\cdot (75+1)$", "10*(75+1)",
        "10 × (75 + 1) = 760", "(75+1) x 10", "750 (+ 10)", "10(5*5*3+1)", "10⋅(75+1)", "10 X (75+1)", "10 (5*5*3+1)",
        "(75+1)(10)", "760 (76 per filter)", "760 (10*76)", "760 (= 10*76)", "10*(75+1) (760)", "760 [10*76]",
        "760 (750 weights + 10 biases)", "760 (750+10)", "2(3)(4)+736", "(5*5*3+1)10", "760 = 10(75+1)",
        "10 * 76 parameters", "10(75+1) parameters", "10 × (75 + 1) params", "750 (weights) + 10 (biases)", "760 parameters",
        "760 params", "760 Parameter", "760 trainable parameters", "760 weights and biases", "760 learnable params",
        "760 params in total", "760 total", "there are 760", "760 is the answer", "The layer has 760 parameters.",
        "760 parameters for the layer", "760 (with bias)", "760 with biases", "760 incl. bias", "760 including biases",
        "760 parameters including the bias", "I get 760", "=760", "760.", "760!", "760 weights", "760 (750 + 10)",
        "760 learned values", "760 numbers", "~760", "0.8K", "0.76K", "~800", "about 800", "~760 parameters",
        "760 (75*10 + 10 = 760)", "(5*5*3+1)*10 = 760 (= 750 + 10)", "0.76K (= 760)", "76*10 = 760 (76 per filter)",
        "760 parameters / layer", "760 params w/ bias",
    ),
    "conv1": (
        "ungefähr 35 Tausend", "34.944", "34944", "34,944", "35K", "35 thousand", "~35K", "ca. 35000",
        "about 35 thousand parameters", "34944 parameters", "34 944", "34.9 kilo", "35 Tsd.", "etwa 35 Tausend",
        "rund 35000", "34944 Parameter", "34.944 Parameter", "~34.944", "34944 learnable parameters", "34944 in total",
        "34944 params total", "34944 overall", "34.944K", "~35,000", "~34,900", "about 35 thousand",
        "(11*11*3+1)*96 = 34.944", "35k parameters", "34,944 params (weights and biases)",
        "34848 + 96", "34848 + 96 = 34944", "34848 + 96 biases", "34848 (+ 96)", "34944 = 363*96 + 96",
    ),
    "bytes": (
        "4.2 megabytes", "4198 kilobytes", "4.2 MB/image", "4.2 MB / image", "4.2 MB per image", "4.2 MB an image", "4,2 MB",
        "4.2 MB", "4198284", "4,198,284 bytes", "4.0 MiB", "4.0 mebibytes", "4.2 Megabyte", "4,2 Megabyte", "4.2·10^6 B",
        "4.2*10⁶ B", "4.2 x 10^6 B", "4.2e6 B", "4.2·10⁶ bytes", "4.2e6 bytes", "4.2E6", "4.2 MByte", "4198 KB",
        "4.2 million bytes", "4.2 Millionen Bytes", "4.2 Mio. Bytes", "about 4.2 MB", "4.198.284", "4.198.284 Bytes",
        "4.2 mega bytes", "4.2 M", "4198284 B", "4.2 MB for one image", "4.2 MB in total", "4.2 MB of memory",
        "4.2 MB for each image", "4,198,284 bytes (4.2 MB)", "4198284 bytes per image", "4.198.284 B",
    ),
    "bytes of vgg16": (
        "58.1 mebibytes", "61 MB / image", "61·10⁶ B", "61 MB/image", "61 MB", "61 * 10^6 bytes", "~61 MB",
        "about 61 million bytes", "58 MiB",
    ),
    "multiply-adds": (
        "15,5 Milliarden", "15.5 giga", "15.5 billion", "15.5 G", "15,5 Mrd.", "15.5 gigamacs", "15.5 GMACs",
        "15.5 billion multiply-adds", "15.5B", "15.5 gigaMACs", "15.5 Giga", "15.5 Milliarden MACs",
    ),
    "misfit": (
        "2.33x2.33x4", "7/3 x 7/3 x 4", "2.33", "no, 2.33x2.33", "7/3", "2.33x2.33", "illegal", "not legal", "not valid",
        "no", "2 1/3", "4 x 7/3 x 7/3", "No, it does not fit", "not possible", "does not fit", "it is not legal, 7/3",
        "invalid", "not an integer", "2.3333", "not okay", "never fits", "7/3 x 7/3 x 4 (illegal)", "no it is illegal",
        "does not fit so illegal", "not legal and illegal", "no since 7/3 is a fraction", "no because 7/3 is not an integer",
        "not divisible without remainder", "cannot be divided by 3 without a remainder", "the output is not a whole number",
        "impossible to fit", "no, the filter does not fit evenly", "no whole number", "No", "no: 2 1/3",
        "it can't be applied", "fails to fit",
    ),
    "fit": (
        "it's not illegal", "no problem, 3x3", "no problem", "legal", "3x3", "3", "yes, 3x3x4", "not illegal", "not invalid",
        "fits", "no remainder", "no error", "it does fit, 3x3x4", "3x3x4", "fits without rest", "yes, no fraction",
        "not a fraction", "valid, no padding needed", "no rounding needed, it fits", "legal, remainder 0",
        "it is fine, no problem at all", "yes, there is no remainder", "yes no problem", "nothing wrong, it fits",
        "it fits, 3",
    ),
    "split padding": (
        "1 + 2", "2+1", "P=1, Q=2", "before=1 after=2", "left 1, right 2", "1 and 2", "[1, 2]", "1, 2", "(1,2)", "1 2",
        "[[1,2],[1,2]]", "0 3", "1+2", "1 left, 2 right", "left=1, right=2", "top 1, bottom 2",
        "left 1 right 2, top 1 bottom 2", "one on the left, two on the right", "1/2", "1 on the left and 2 on the right",
        "P_left = 1, P_right = 2", "1 + 2 = 3", "3 + 0", "1 before, 2 after", "1 and 2 cells", "1,2", "[1,2]", "(1, 2)",
        "2 and 1", "one side 1, the other side 2", "1 on one side and 2 on the other", "P = 1 + 2",
        "padding 1 left and 2 right", "[[1, 2], [1, 2]]", "1, 2, 1, 2", "left 1, top 1, right 2, bottom 2",
    ),
    "same padding": (
        "1", "P=1", "[1,1]", "left=1, right=1", "1 on each side",
    ),
    "paddings": (
        "1", "4", "7", "1 or 4", "1, 4, 7, ...", "1, 4, 7", "1, 4 and 7", "P = 1 and P = 4", "P = 4",
    ),
    "field": (
        "7", "7 pixels", "7x7", "7 x 7 pixels", "7×7 px", "7 by 7", "7²", "3 + 2 + 2 = 7",
    ),
    "values": (
        "2,33 3 1 -1", "2,33; 3; 1; -1", "2⅓ 3 1 -1", "7/3 3 1 -1", "2.33 3 1 -1", "2.33, 3, 1, -1", "7/3; 3; 1; -1",
        "2 ⅓, 3, 1, -1", "2⅓, 3, 1, -1", "[2,33; 3; 1; -1]", "2,33\n3\n1\n-1", "2,33;3;1;-1;", "(2,33 3 1 -1)",
        "[2⅓ 3 1 -1]", "2 1/3 3 1 -1", "2.33\n3\n1\n-1", "2.333; 3; 1; -1", "2,3; 3; 1; -1", "2.33;3;1;-1",
        "2,33; 3,0; 1,0; -1,0", "2,33;3,00;1,00;-1,00", "2 1/3, 3, 1, -1", "2.33 | 3 | 1 | -1",
    ),
    "two rows": (
        "2,33 3; 0 0", "2,33 3\n0 0", "2,33; 3\n0; 0", "[[2,33; 3]; [0; 0]]", "2⅓, 3\n0, 0", "[[2.33, 3], [0, 0]]",
        "2.33 3; 0 0", "[2⅓ 3; 0 0]", "7/3;3\n0;0", "2.33 3;\n0 0;", "[[2.33, 3],\n [0, 0]]", "| 2,33 | 3 |\n| 0 | 0 |",
    ),
    "share": (
        "89", "89%", "89.4", "~90%", "89.4%", "89.4 percent", "89.36 %", "89,4 %", "89.4 Prozent", "89.36",
        "89 % of the parameters",
    ),
    "ratio": (
        "9", "9x", "~9", "8.91", "factor of 9", "8.9", "8.9 times", "8.91 times as many", "8.91x as many", "factor 9",
        "a factor of 8.91", "9 times", "9-fold", "9 times as many", "9:1", "Faktor 9", "8,91", "8.91 (60.9M/6.8M)",
        "8.9 times more",
    ),
    "output": (
        "55x55x96", "55x55 (96 channels)", "1x55x55x96", "torch.Size([1, 96, 55, 55])", "((227-11)/4+1) x 55 x 96",
        "55² x 96", "55/55/96", "55x55, depth 96", "96 channels of 55x55", "height 55, width 55, depth 96",
        "(None, 55, 55, 96)", "55 mal 55 mal 96", "(1, 55, 55, 96)", "[55, 55, 96]", "96@55x55", "55^2 x 96",
        "H=55, W=55, C=96", "55 x 55 with depth 96", "55x55 with 96 channels", "55x55 and 96 channels", "96 x 55 x 55",
        "(96,55,55)", "torch.Size([96, 55, 55])", "(None, 96, 55, 55)", "55x55x96 (96 channels)",
        "96 feature maps of size 55x55", "96 maps of 55 x 55", "55 high, 55 wide, 96 deep", "height=55 width=55 depth=96",
        "55 by 55 by 96", "depth 96, 55x55", "width 55, height 55, 96 channels", "55·55·96", "55x55x96 = 290,400",
        "Height: 55\nWidth: 55\nDepth: 96", "(-1, 55, 55, 96)", "(N, 55, 55, 96)", "(batch, 55, 55, 96)",
        "55 x 55 x 96 (H x W x C)", "55*55*96", "55 55 96", "55, 55 and 96", "(227-11)/4+1 = 55, so 55x55x96",
        "55 × 55 × 96 pixels", "(?, 55, 55, 96)", "55x55 with a depth of 96", "a 55x55x96 volume", "96 filters, 55x55",
        "55x55 x96", "96 55x55 feature maps", "H = (227-11)/4+1 = 55, W = 55, D = 96", "(227-11)/4+1 x 55 x 96",
        "55x55x96 with k=11", "55x55x96 (290400)", "55x55x96 (290,400 values)", "55x55x96 channels", "55 x 55 (depth 96)",
        "depth: 96, height: 55, width: 55", "Tiefe 96, 55x55", "[None, 55, 55, 96]", "Höhe 55, Breite 55, Tiefe 96",
    ),
    "height": (
        "55", "55x55", "55 pixels", "55x55x96", "55 px", "(227-11)/4+1 = 55", "H=55", "height 55", "H=55, W=55", "96x55x55",
        "(55, 55, 96)", "height = 55, width = 55", "55.", "55 rows",
    ),
    "size": (
        "55x55", "55x55x96", "55", "55 x 55 pixels", "55²", "1x55x55x96", "55^2", "height 55, width 55", "(227-11)/4+1 = 55",
        "55/55", "55 x 55 (96 channels)",
    ),
}  # fmt: skip
WRONG = {
    "ten filters": (
        "10 (75)", "76 (10 filters)", "750 (75 per filter)", "760 Tausend", "760 kilo", "760 million", "760 thousand",
        "~700", "800", "1000", "~900", "~850", "~780",
    ),
    "conv1": (
        "34.943", "34.9", "3.494", "35.944", "0.34944", "34944 bytes", "34944 MB", "~30000", "~40000", "~34000", "~100000",
        "35", "34.848",
    ),
    "bytes": (
        "5 MB", "4.2 Mb", "4.2 kilobytes", "4.2 GB", "4.2 gigabytes", "4.2", "1.024 MB", "4.198 B", "4.198", "4.200",
    ),
    "misfit": (
        "it is not illegal", "not invalid", "legal", "2", "2x2", "no problem", "3x3x4", "it's not illegal", "2x2x4",
        "not impossible", "isn't illegal", "no error", "without error", "ok", "yes", "possible", "2.5x2.5x4",
        "cannot be illegal", "2.33, not illegal", "it fits, 2",
    ),
    "fit": (
        "illegal", "not legal", "no", "does not fit", "not valid", "5/3",
    ),
    "split padding": (
        "3", "1.5", "1", "2", "2 + 2", "1 + 1", "P=1", "1 + 3", "2, 2", "left 2, right 2", "1,5", "3/2", "left 1, right 1",
    ),
    "same padding": (
        "2", "3", "left=0, right=1", "P=0, Q=1",
    ),
    "paddings": (
        "2",
    ),
    "field": (
        "9",
    ),
    "values": (
        "2, 33, 3, 1, -1", "2,34; 3; 1; -1", "2⅔ 3 1 -1", "2,3,1,-1", "2 3 1 -1",
    ),
    "two rows": (
        "2,33; 3; 0; 0", "2,33 3 0 0", "2⅓ 3 0 0", "7/3 3 0 0", "2 1/3, 3, 0, 0",
    ),
    "share": (
        "90%", "88", "90", "~80", "80", "95%", "0.8", "88.5", "0.89",
    ),
    "ratio": (
        "8", "10", "~10", "1/9", "8x", "8.7", "891%", "8.91 %", "9%",
    ),
    "output": (
        "54x54x96", "55x55", "55x55 (3 channels)", "55x55, depth 3", "3 channels of 55x55", "1x54x54x96",
        "(None, 54, 54, 96)", "2x55x55x96", "55² x 3", "(227-11)/4 x 55 x 96", "55x55 (96 channels of 3)", "55x96x55",
        "55/96", "290400", "96", "55x55x96x3", "55", "55x55x3 (96 channels)", "55x55 (stride 4)", "55x55 (no padding)",
        "96 filters of 11x11", "55x55 channels", "55x55x96x96", "54x54 (96 channels)",
    ),
    "height": (
        "54", "54x54", "96", "(54, 54, 96)", "54x54x55",
    ),
    "size": (
        "54x54", "54", "55x54", "55.5", "54²", "27.5",
    ),
}  # fmt: skip
UNREAD = {
    "ten filters": (
        "750 + (10", "750 (or 760)", "760 layers", "760 foos", "760 Schichten", "760%", "750 (75*10 + 10 = 760)",
        "760 (= 750)", "760 MAC/s", "760 or 750",
    ),
    "conv1": (
        "760 Tausende Bananen", "34944 bananas", "34944%", "34848 (+ 96 biases)",
    ),
    "bytes": (
        "4.2 foos", "4.2 bananas", "4.2 jigabytes", "4198284 layers",
    ),
    "misfit": (
        "maybe", "legal, not valid",
    ),
    "fit": (
        "not illegal, does not fit", "maybe", "no, it fits", "no it fits",
    ),
    "split padding": (
        "1 or 2", "1, 1, 2, 2", "maybe",
    ),
    "same padding": (
        "0 + 2", "1 + 1",
    ),
    "paddings": (
        "1 or 2", "1, 2, 3", "1, 4, 6, ...", "maybe", "P = 2 and P = 4",
    ),
    "field": (
        "7 layers", "7 bananas", "7%", "7 MB", "7 K",
    ),
    "share": (
        "89x",
    ),
    "output": (
        "55x55 (96)",
    ),
    "height": (
        "54x55", "55x54", "54x54x96x2",
    ),
}  # fmt: skip


CASES = [
    (question, answer, verdict)
    for verdict, answers in (("right", RIGHT), ("wrong", WRONG), ("unread", UNREAD))
    for question in answers
    for answer in answers[question]
]


@pytest.mark.parametrize(("question", "answer", "expected"), CASES)
def test_verdicts(question: str, answer: str, expected: str) -> None:
    found = verdict(QUESTIONS[question], answer)
    assert found.status == expected, found.message


@pytest.mark.parametrize(
    ("question", "answer", "message"),
    [
        ("ten filters", "seven-ish", "`seven-ish` cannot be read as a number, such as 760, 34,944 or 35K"),
        ("ten filters", "760 layers", "`760 layers` is a number of layers, which is not asked"),
        ("conv1", "34944%", "`34944%` is a percentage, which is not asked"),
        ("bytes", "4.2 jigabytes", "`4.2 jigabytes` cannot be read as bytes, such as 4,198,284, 93 MB or 88.9 MiB"),
        ("split padding", "maybe", "`maybe` cannot be read as a padding, such as 5, or [3, 4] where its sides differ"),
        ("paddings", "maybe", "`maybe` cannot be read as a padding, such as 5, or [1, 2] where its sides differ"),
        ("same padding", "1 + 1", "`1 + 1` is a sum or both sides: write 2 or [1, 1]"),
        ("paddings", "1 or 2", "`1 or 2` holds several numbers, where one answer is asked"),
        ("height", "55x54", "`55x54` holds several sizes, where the height is asked"),
        ("size", "maybe", "`maybe` cannot be read as sizes, such as 32x32"),
        ("share", "most", "`most` cannot be read as a percentage, such as 42.1 %"),
    ],
)
def test_a_message_names_what_the_question_asks_for(question: str, answer: str, message: str) -> None:
    found = verdict(QUESTIONS[question], answer)
    assert found.message == f"could not be read: {message}"
