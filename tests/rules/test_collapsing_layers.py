"""L101: what the two layers are together, worked by hand, and every pair that is left alone."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(layers: str, input: str = "32x32x3") -> list[str]:
    return [finding.message for finding in found(f"input: {input}\nlayers:\n  {layers.strip()}\n", "L101")]


@pytest.mark.parametrize(
    ("layers", "between", "one"),
    [
        pytest.param(  # (3 + 3 - 1)^2*3*10 = 25*30 against 9*3*6 + 9*6*10 = 162 + 540
            "- conv: {filters: 6, kernel: 3}\n  - conv: {filters: 10, kernel: 3, activation: relu}",
            "`conv1` and `conv2` have nothing",
            "a 5x5 convolution with 750 weights where the two have 702",
            id="stacked",
        ),
        pytest.param(  # the border: conv2 reads zeros where conv1 has no output
            "- conv: {filters: 6, kernel: 3, norm: batchnorm}\n  - dropout: 0.2\n  "
            "- conv: {filters: 10, kernel: 3, padding: 1, activation: relu}",
            "`conv1` and `conv2` have nothing but `batchnorm` and `dropout`",
            "away from the border a 5x5 convolution with 750 weights where the two have 702",
            id="norm-and-padding",
        ),
        pytest.param(  # 1x1 keeps zeros, so nothing differs at the border: 9*3*4 = 108 against 3*8 + 9*8*4 = 312
            "- conv: {filters: 8, kernel: 1, bias: false}\n  - conv: {filters: 4, kernel: 3, padding: 1}",
            "`conv1` and `conv2` have nothing",
            "a 3x3 convolution with 108 weights where the two have 312",
            id="pointwise-keeps-zeros",
        ),
        pytest.param(  # with a bias, 0 becomes b
            "- conv: {filters: 8, kernel: 1}\n  - conv: {filters: 4, kernel: 3, padding: 1}",
            "`conv1` and `conv2` have nothing",
            "away from the border a 3x3 convolution with 108 weights where the two have 312",
            id="pointwise-with-bias",
        ),
        pytest.param(  # (3 - 1) + (3 - 1)*2 + 1 = 7 cells: 49*3*10 against 162 + 540
            "- conv: {filters: 6, kernel: 3, stride: 2, rounding: floor}\n  - conv: {filters: 10, kernel: 3}",
            "`conv1` and `conv2` have nothing",
            "a 7x7 convolution with 1,470 weights where the two have 702",
            id="stride",
        ),
        pytest.param(  # both taps 2 apart: 3 + 3 - 1 = 5 taps of dilation 2
            "- conv: {filters: 6, kernel: 3, dilation: 2}\n  - conv: {filters: 10, kernel: 3, dilation: 2}",
            "`conv1` and `conv2` have nothing",
            "a 5x5 convolution with 750 weights where the two have 702",
            id="dilation",
        ),
        pytest.param(  # taps 2 and 1 apart: 2*2 + 2*1 + 1 = 7
            "- conv: {filters: 6, kernel: 3, dilation: 2}\n  - conv: {filters: 10, kernel: 3}",
            "`conv1` and `conv2` have nothing",
            "a 7x7 convolution with 1,470 weights where the two have 702",
            id="two-dilations",
        ),
        pytest.param(  # 3,072*10 against 3,072*100 + 100*10
            "- fc: 100\n  - fc: 10",
            "`fc1` and `fc2` have nothing",
            "a fully connected layer with 30,720 weights where the two have 308,200",
            id="fc",
        ),
        pytest.param(  # 3,072*10 against 9*3*16 + 32*32*16*10 = 432 + 163,840
            "- conv: {filters: 16, kernel: 3, padding: 1}\n  - flatten\n  - fc: 10",
            "`conv1` and `fc2` have nothing but `flatten`",
            "a fully connected layer with 30,720 weights where the two have 164,272",
            id="conv-fc",
        ),
        pytest.param(  # 3*10 against 3*16 + 16*10
            "- conv: {filters: 16, kernel: 1}\n  - globalavgpool\n  - fc: 10",
            "`conv1` and `fc2` have nothing but `globalavgpool`",
            "a fully connected layer behind the average with 30 weights where the two have 208",
            id="average-moved-before",
        ),
        pytest.param(  # 9*3*10 against 432 + 160, and 32*32 places where the average stands behind
            "- conv: {filters: 16, kernel: 3, padding: 1}\n  - globalavgpool\n  - flatten\n  - fc: 10",
            "`conv1` and `fc2` have nothing but `globalavgpool` and `flatten`",
            "a 3x3 convolution before the average with 270 weights where the two have 592",
            id="average-moved-behind",
        ),
        pytest.param(  # both in 2 groups: 25*(4/2)*8 = 400 against 9*2*64 + 9*32*8 = 1,152 + 2,304
            "- conv: {filters: 4, kernel: 1, activation: relu}\n  - conv: {filters: 64, kernel: 3, groups: 2}\n  "
            "- conv: {filters: 8, kernel: 3, groups: 2}",
            "`conv2` and `conv3` have nothing",
            "a 5x5 convolution with 400 weights where the two have 3,456",
            id="groups",
        ),
        pytest.param(  # zeros of `pad` are no output of conv1
            "- conv: {filters: 6, kernel: 3}\n  - pad: 1\n  - conv: {filters: 10, kernel: 3}",
            "`conv1` and `conv2` have nothing but `pad`",
            "away from the border a 5x5 convolution with 750 weights where the two have 702",
            id="pad",
        ),
    ],
)
def test_what_they_are_together(layers: str, between: str, one: str) -> None:
    assert told(layers) == [f"{between} between them: together they are one linear map, {one}"]


@pytest.mark.parametrize(("input", "kernel"), [("64x3", "5"), ("16x16x16x3", "5x5x5")])
def test_in_one_and_three_dimensions(input: str, kernel: str) -> None:
    (message,) = told("- conv: {filters: 6, kernel: 3}\n  - conv: {filters: 10, kernel: 3}", input)
    assert f"one linear map, a {kernel} convolution with" in message


@pytest.mark.parametrize(
    "between",
    ["relu", "softmax", "maxpool: 2", "lrn", "layernorm", "groupnorm: 2", "instancenorm", "lppool: 2", "upsample: 2",
     "shuffle: 2", "custom: {output: 30x30x6, params: 0, macs: 0}"],
)  # fmt: skip
def test_what_breaks_it(between: str) -> None:
    assert told(f"- conv: {{filters: 6, kernel: 3}}\n  - {between}\n  - conv: {{filters: 10, kernel: 3}}") == []


@pytest.mark.parametrize(
    ("layers", "input"),
    [
        pytest.param("- conv: {filters: 64, kernel: 3, groups: depthwise}\n  - conv: {filters: 128, kernel: 1}", "8x8x64",
                 id="separable"),
        pytest.param("- conv: {filters: 128, kernel: 1}\n  - conv: {filters: 128, kernel: 3, groups: depthwise}", "8x8x64",
                 id="1x1-first"),
        pytest.param("- conv: {filters: 8, kernel: 1}\n  - conv: {filters: 64, kernel: 1}", "8x8x64", id="bottleneck"),
        pytest.param("- conv: {filters: 16, kernel: 3}\n  - conv: {filters: 64, kernel: 3}", "8x8x64", id="narrow-middle"),
        pytest.param("- conv: {filters: 64, kernel: [1, 7]}\n  - conv: {filters: 64, kernel: [7, 1]}", "9x9x64", id="1x7-7x1"),
        pytest.param("- conv: {filters: 64, kernel: 3, groups: 2}\n  - conv: {filters: 64, kernel: 3, groups: 2}", "9x9x64",
                     id="groups"),
        # 9*4*60 = 2,160 weights at 64 places, where the pair has 1,440 at 64 and 2,400 at 16: 138,240 against 130,560
        pytest.param("- conv: {filters: 40, kernel: 3, padding: 1}\n  - avgpool: 2\n  - conv: {filters: 60, kernel: 1}", "8x8x4",
                     id="fewer-multiply-adds"),
        pytest.param("- fc: 16\n  - fc: 1000", "4096", id="low-rank"),
        pytest.param("- conv: {filters: 64, kernel: 3, stride: 2, rounding: floor}\n  - fc: 1000", "64x64x64",
                 id="conv-that-shrinks"),
        pytest.param("- conv: {filters: 6, kernel: 3}\n  - avgpool: 2\n  - conv: {filters: 9, kernel: 3}", "32x32x3",
                 id="average"),
        pytest.param("- conv: {filters: 6, kernel: 1}\n  - avgpool: {kernel: 3, stride: 1, padding: 1}\n  "
                 "- conv: {filters: 4, kernel: 1}",
                     "32x32x3", id="padded-average"),
        pytest.param("- conv: {filters: 3, kernel: 3, values: [[0, 1, 0], [1, -4, 1], [0, 1, 0]]}\n  "
                 "- conv: {filters: 10, kernel: 3}",
                     "32x32x3", id="known-filter"),
        pytest.param("- conv: {filters: 4, kernel: 3, connections: [[0, 1], [1, 2], [0], [1]]}\n  "
                     "- conv: {filters: 10, kernel: 3}",
                     "32x32x3", id="table"),
    ],
)  # fmt: skip
def test_factorisations_and_known_filters_pass(layers: str, input: str) -> None:
    assert told(layers, input) == []


def test_a_middle_as_narrow_that_saves_nothing_is_found() -> None:
    """100*90 + 90*100 = 18,000 for what 10,000 do."""
    (message,) = told("- fc: 90\n  - fc: 100", "100")
    assert message.endswith("a fully connected layer with 10,000 weights where the two have 18,000")


def test_an_output_that_is_read_elsewhere_too_is_needed() -> None:
    layers = "- {name: a, conv: {filters: 6, kernel: 3, padding: 1}}\n  - {name: b, conv: {filters: 6, kernel: 3, padding: 1}}"
    assert len(told(layers)) == 1
    assert told(f"{layers}\n  - add: [a, b]") == []


def test_weights_that_are_used_elsewhere_are_needed() -> None:
    pair = "\n  ".join([*(f"- {{name: {name}, conv: {{filters: 3, kernel: 3, padding: 1}}}}" for name in "ab"), "- relu"])
    assert len(told(pair)) == 1
    assert told(f"{pair}\n  - {{conv: {{filters: 3, kernel: 3, padding: 1}}, share: a}}") == []
    assert told("- {name: a, conv: {filters: 3, kernel: 3}}\n  - {conv: {filters: 3, kernel: 3}, share: a}") == []


@pytest.mark.parametrize(
    "gate",
    ["", "- branches: {identity: [], gate: [globalavgpool, conv: {filters: 16, kernel: 1}, sigmoid]}\n    merge: multiply\n  "],
)
def test_the_projection_of_an_inverted_residual_passes(gate: str) -> None:
    """MobileNetV3-Small: 16 to 16 to 72 costs 1,408 weights where 16 to 72 has 1,152, and yet is meant."""
    start = f"- conv: {{filters: 16, kernel: 3, groups: depthwise, activation: relu}}\n  {gate}"
    rest = "- conv: {filters: 16, kernel: 1, bias: false, norm: batchnorm}\n  - conv: {filters: 72, kernel: 1, activation: relu}"
    assert told(start + rest, "32x32x16") == []
    (message,) = told(rest, "32x32x16")
    assert message.endswith("a 1x1 convolution with 1,152 weights where the two have 1,408")


def test_the_lectures_stack_without_its_relus() -> None:
    """EECS498 lecture 7: 5x5, 3x3 and 3x3; each pair on its own, 49*3*10 = 1,470 and 25*6*12 = 1,800."""
    first, second = told(
        "- conv: {filters: 6, kernel: 5}\n  - conv: {filters: 10, kernel: 3}\n  - conv: {filters: 12, kernel: 3}"
    )
    assert first.endswith("a 7x7 convolution with 1,470 weights where the two have 990")
    assert second.endswith("a 5x5 convolution with 1,800 weights where the two have 1,620")


def test_both_places_are_shown() -> None:
    (finding,) = found("input: 8x8x3\nlayers:\n  - conv: {filters: 6, kernel: 3}\n  - conv: {filters: 6, kernel: 3}\n", "L101")
    assert finding.span is not None
    assert (finding.span.line, finding.layer, finding.severity) == (4, "conv2", "warning")
    assert [label.span.line for label in finding.labels] == [3]
    (finding,) = found("input: 8x8x3\nlayers:\n  - repeat: 2\n    layers:\n      - conv: {filters: 6, kernel: 3}\n", "L101")
    assert finding.labels == ()


def test_side_heads_are_looked_at() -> None:
    head = "- conv: {filters: 4, kernel: 3, activation: relu}\n  - aux: [fc: 50, fc: 10]\n    name: head\n  - fc: 10"
    assert [message.split(" have ")[0] for message in told(head)] == ["`head/fc1` and `head/fc2`"]
