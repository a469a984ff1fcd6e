"""The slips about sizes and depths: each with three wrong answers worked by hand."""

from __future__ import annotations

import re

import pytest

from cnncalc.homework.misconceptions import MISCONCEPTIONS, misconception
from tests.homework.misconceptions.shape_cases import CASES
from tests.homework.misconceptions.shape_sentences import SENTENCES
from tests.homework.slips import graded, key_of, named


@pytest.mark.parametrize(("code", "question", "answer"), CASES)
def test_the_slip_is_named(code: str, question: str, answer: str) -> None:
    assert code in dict(named(question, answer))


@pytest.mark.parametrize("code", SENTENCES)
def test_the_sentence(code: str) -> None:
    question, answer = next(case[1:] for case in CASES if case[0] == code)
    assert dict(named(question, answer))[code] == SENTENCES[code]


def test_three_cases_and_a_sentence_each() -> None:
    codes = [code for code in MISCONCEPTIONS if code.startswith("K2")]
    assert {code: sum(case[0] == code for case in CASES) for code in codes} == dict.fromkeys(codes, 3)
    assert sorted(SENTENCES) == sorted(codes)


@pytest.mark.parametrize(
    ("question", "answer", "codes"),
    [
        # the disputes of courses: 13.5 is illegal, 13 only rounds it; 6 is the padding once or the + 1 forgotten
        ("{ask: output, input: 28x28x1, layer: {conv: {filters: 1, kernel: 3, stride: 2}}}", "13x13", ["K204", "K228"]),
        ("{ask: size, input: 7x7x1, layer: {conv: {filters: 1, kernel: 3, padding: 1}}}", "6", ["K201", "K202"]),
        # the padding is (F - 1)/2 already: that it is assumed explains nothing
        (
            "{ask: legal, input: 8x8x1, layer: {conv: {filters: 1, kernel: 3, stride: 2, padding: 1}}}",
            "4",
            ["K201", "K204", "K226", "K228"],
        ),
        # the likelier first
        ("{ask: size, input: 227x227x3, layer: {conv: {filters: 96, kernel: 11, stride: 4}}}", "54", ["K202", "K228"]),
    ],
)
def test_slips_that_explain_a_number_equally(question: str, answer: str, codes: list[str]) -> None:
    assert [code for code, _ in named(question, answer)] == codes


@pytest.mark.parametrize(("stride", "answer", "code"), [(3, "legal", "K217"), (2, "illegal", "K218")])
def test_a_bare_verdict_is_first_of_all_wrong(stride: int, answer: str, code: str) -> None:
    question = f"{{ask: legal, input: 7x7x1, layer: {{conv: {{filters: 1, kernel: 3, stride: {stride}}}}}}}"
    assert named(question, answer)[0][0] == code


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        # right answers in another order are no slips
        ("{ask: output, input: 16x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}}", "10x16x32"),
        ("{ask: legal, input: 7x7x1, layer: {conv: {filters: 1, kernel: 3, stride: 3}}}", "2.33"),
        ("{ask: output, input: 28x28x1, layer: {conv: {filters: 1, kernel: 3, stride: 2}}}", "illegal"),
        ("{ask: size, input: 28x28x1, layer: {conv: {filters: 1, kernel: 3, stride: 2, rounding: floor}}}", "13"),
    ],
)
def test_right_answers(question: str, answer: str) -> None:
    assert graded(question, answer).status == "right"


@pytest.mark.parametrize(
    "question",
    [
        "{ask: output, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}}",
        "{ask: output, input: 20, layer: {fc: 10}}",
        "{ask: output, input: 5x5x3, layer: {conv: {filters: 5, kernel: 1}}}",
        "{ask: output, input: 7x7x64, layers: [flatten]}",
        "{ask: output, input: 7x7x64, layer: {reshape: 49x64}}",
        "{ask: output, input: 7x7x64, layer: {adaptiveavgpool: 3x3}}",
        "{ask: output, input: 7x7x64, layer: {pixelshuffle: 2}}",
        "{ask: output, input: 12x1, layer: {conv: {filters: 3, kernel: 3, dilation: 2, padding: [[1, 2]]}}}",
        "{ask: length, input: 12x1, layer: {maxpool: {kernel: 3, stride: 2, rounding: ceil}}}",
        "{ask: depth, input: 8x8x8x4, layer: {conv: {filters: 8, kernel: 3, groups: depthwise}}}",
        "{ask: size, input: 8x8x8x4, layer: {conv: {filters: 8, kernel: 3, groups: 2, stride: 2, rounding: floor}}}",
        "{ask: height, input: 9x7x4, layer: {conv: {filters: 8, kernel: 3x1, stride: [2, 1], padding: same-tf}}}",
        "{ask: legal, input: 1x1x1, layer: {maxpool: {kernel: 1, stride: 1}}}",
        "{ask: unread, input: 9x9x1, layer: {deconv: {filters: 1, kernel: 3}}}",
        "{ask: output, network: vgg16}",
        "{ask: output, network: resnet50}",
        "{ask: output, network: googlenet, layer: inception_3a}",
        "{ask: output, input: 9x9x1, batch: 4, layer: {conv: {filters: 2, kernel: 3}}}",
    ],
)
def test_no_slip_gives_the_answer_and_every_sentence_ends_in_what_is_right(question: str) -> None:
    asked = key_of(question).questions[-1]
    for code in (code for code in MISCONCEPTIONS if code.startswith("K2")):
        found = misconception(code)
        for slip in found.slips(asked) if asked.ask in found.asks else ():
            assert slip.value != asked.truth, code
            right = {str(size) for size in (asked.truth if isinstance(asked.truth, tuple) else (asked.truth,))}
            assert re.findall(r"\d+", slip.said)[-1] in right, (code, slip.said)


def test_a_slip_in_every_layer_of_a_stack() -> None:
    conv = "{conv: {filters: 4, kernel: 5}}"
    stack = f"{{ask: size, input: 32x32x3, layers: [{conv}, relu, {conv}, {{maxpool: 2}}]}}"
    assert named(stack, "23") == [("K203", "the stride is left out, 28, 24, 23; with it, 28, 24, 12")]


def test_only_the_layers_that_lead_to_the_output_are_slipped_in() -> None:
    aside = "{conv: {filters: 4, kernel: 3, padding: 1}}"
    last = "{conv: {filters: 4, kernel: 5, padding: 1}, from: input}"
    assert ("K209", "the padding is left out, (9 - 5)/1 + 1 = 5; with it, (9 + 2*1 - 5)/1 + 1 = 7") in named(
        f"{{ask: size, input: 9x9x1, layers: [{aside}, {last}]}}", "5"
    )
