"""Slips about parameters: each with wrong answers that were worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnncalc.homework.misconceptions import MISCONCEPTIONS, misconception
from tests.homework.slips import graded, key_of, named

#: Questions by a short name. What is right stands behind each, as it was worked out by hand.
QUESTIONS = {
    "10 5x5": "{ask: %s, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}}",  # (5*5*3 + 1)*10 = 760
    "10 5x5 bare": "{ask: %s, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, bias: false}}}",  # 5*5*3*10 = 750
    "6 3x3": "{ask: %s, input: 16x16x4, layer: {conv: {filters: 6, kernel: 3}}}",  # (3*3*4 + 1)*6 = 222
    "20 8x8": "{ask: %s, input: 32x32x3, layer: {conv: {filters: 20, kernel: 8}}}",  # (8*8*3 + 1)*20 = 3,860
    "28x28": "{ask: %s, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5}}}",  # 760, on 28x28 places
    "1-D": "{ask: %s, input: 100x4, layer: {conv: {filters: 6, kernel: 3}}}",  # (3*4 + 1)*6 = 78
    "3x5": "{ask: %s, input: 16x16x4, layer: {conv: {filters: 6, kernel: 3x5}}}",  # (3*5*4 + 1)*6 = 366
    "3-D": "{ask: %s, input: 8x16x16x2, layer: {conv: {filters: 4, kernel: 3}}}",  # (3*3*3*2 + 1)*4 = 220
    "4 groups": "{ask: %s, input: 8x8x8, layer: {conv: {filters: 16, kernel: 3, groups: 4}}}",  # (3*3*2 + 1)*16 = 304
    "depthwise": "{ask: %s, input: 8x8x16, layer: {conv: {filters: 16, kernel: 3, groups: depthwise}}}",  # (9 + 1)*16 = 160
    "dilation 2": "{ask: %s, input: 16x16x4, layer: {conv: {filters: 6, kernel: 3, dilation: 2}}}",  # 222
    "dilation 3": "{ask: %s, input: 16x16x4, layer: {conv: {filters: 6, kernel: 3, dilation: 3}}}",  # 222
    "connections": "{ask: %s, input: 14x14x6, layer: {conv: {filters: 4, kernel: 5, connections: "
    "[[0, 1, 2], [1, 2, 3], [0, 5], [0, 1, 2, 3, 4, 5]]}}}",  # 5*5*14 + 4 = 354
    "deconv": "{ask: %s, input: 14x14x6, layer: {deconv: {filters: 4, kernel: 2, stride: 2}}}",  # (2*2*6 + 1)*4 = 100
    "fc": "{ask: %s, input: 3072, layer: {fc: 10}}",  # (3,072 + 1)*10 = 30,730
    "fc on a volume": "{ask: %s, input: 4x4x8, layer: {fc: 10}}",  # (4*4*8 + 1)*10 = 1,290
    "norm": "{ask: %s, input: 8x8x64, layer: {batchnorm: {}}}",  # 64 + 64 = 128
    "subsample": "{ask: %s, input: 28x28x6, layer: {subsample: 2}}",  # 6 + 6 = 12
    "pool": "{ask: %s, input: 55x55x96, layer: {maxpool: {kernel: 3, stride: 2}}}",  # 0
    "global pool": "{ask: %s, input: 7x7x512, layer: {globalavgpool: {}}}",  # 0
    "relu": "{ask: %s, input: 8x8x4, layer: {relu: {}}}",  # 0
    # conv (27 + 1)*4 = 112 on 6x6, pool to 3x3x4, fc (36 + 1)*5 = 185: 297
    "net": "{ask: %s, network: {input: 8x8x3, layers: [{conv: {filters: 4, kernel: 3}}, {maxpool: 2}, {fc: 5}]}}",
    # conv4 (9*16 + 1)*32 = 4,640 behind 16 filters behind 8 behind 4
    "conv4": "{ask: %s, layer: conv4, network: {input: 16x16x3, layers: [{conv: {filters: 4, kernel: 3}}, relu, "
    "{conv: {filters: 8, kernel: 3}}, relu, {conv: {filters: 16, kernel: 3}}, {maxpool: 2}, {conv: {filters: 32, kernel: 3}}]}}",
    # conv2 (9*2 + 1)*8 = 152 in 4 groups, behind a depth of 3
    "groups behind 3": "{ask: %s, layer: conv2, network: {input: 9x9x3, layers: [{conv: {filters: 8, kernel: 3}}, "
    "{conv: {filters: 8, kernel: 3, groups: 4}}]}}",
    "fc2": "{ask: %s, layer: fc2, network: {input: 8x8x3, layers: [{conv: {filters: 4, kernel: 3}}, {maxpool: 2}, {fc: 5}]}}",
    # 4*27 = 108, norm 4 + 4: 116
    "normed": "{ask: %s, network: {input: 8x8x3, layers: [{conv: {filters: 4, kernel: 3, bias: false, norm: batchnorm}}]}}",
    # conv (36 + 1)*4 = 148, twice the same
    "shared": "{ask: %s, network: {input: 8x8x4, layers: [{conv: {filters: 4, kernel: 3, padding: 1}, name: a}, "
    "{conv: {filters: 4, kernel: 3, padding: 1}, name: b, share: a}]}}",
    "shared b": "{ask: %s, layer: b, network: {input: 8x8x4, layers: [{conv: {filters: 4, kernel: 3, padding: 1}, name: a}, "
    "{conv: {filters: 4, kernel: 3, padding: 1}, name: b, share: a}]}}",
    # conv 112, fc (6*6*4 + 1)*2 = 290: 402; the head (144 + 1)*5 = 725
    "head": "{ask: %s, network: {input: 8x8x3, layers: [{conv: {filters: 4, kernel: 3}}, {aux: [{fc: 5}], name: side}, "
    "{fc: 2}]}}",
    # conv1 (25 + 1)*4 = 104, conv2 (36 + 1)*6 = 222, fc (22*22*6 + 1)*10 = 29,050
    "mnist": "{ask: %s, network: {input: 28x28x1, layers: [{conv: {filters: 4, kernel: 5}}, {conv: {filters: 6, kernel: 3}}, "
    "{fc: 10}]}}",
    "googlenet": "{ask: %s, network: googlenet}",  # 6,998,552
    "mobilenet": "{ask: %s, network: mobilenet-v1}",  # 4,231,976; Keras lists 4,253,864, with 21,888 running statistics
    "alexnet": "{ask: %s, network: alexnet-grouped}",  # 60,965,224
    "alexnet grouped conv2": "{ask: %s, network: alexnet-grouped, layer: conv2}",  # (5*5*48 + 1)*256 = 307,456
    "alexnet fc6": "{ask: %s, network: alexnet, layer: fc6}",  # (6*6*256 + 1)*4096 = 37,752,832
    "alexnet conv2": "{ask: %s, network: alexnet, layer: conv2}",  # (5*5*96 + 1)*256 = 614,656
}

#: Code, question, what is asked of it, the wrong answer.
CASES = [
    ("K101", "10 5x5", "params", "750"),
    ("K101", "fc", "params", "30,720"),
    ("K101", "norm", "params", "64"),
    ("K101", "net", "params", "288"),
    ("K101", "10 5x5", "filter_params", "75"),
    ("K101", "normed", "params", "112"),
    ("K102", "10 5x5", "params", "260"),
    ("K102", "10 5x5", "products", "25"),
    ("K102", "fc on a volume", "params", "170"),
    ("K102", "net", "params", "90"),
    ("K102", "net", "params", "225"),
    ("K103", "10 5x5", "params", "250"),
    ("K103", "6 3x3", "params", "54"),
    ("K103", "10 5x5", "filter_params", "25"),
    ("K103", "net", "params", "81"),
    ("K104", "10 5x5", "params", "76"),
    ("K104", "fc", "params", "3073"),
    ("K104", "6 3x3", "weights", "36"),
    ("K105", "10 5x5", "params", "1500"),
    ("K105", "6 3x3", "params", "432"),
    ("K105", "10 5x5", "biases", "750"),
    ("K106", "20 8x8", "params", "3,880"),
    ("K106", "10 5x5", "params", "770"),
    ("K106", "10 5x5", "filter_params", "77"),
    ("K107", "10 5x5", "params", "751"),
    ("K107", "fc", "params", "30721"),
    ("K107", "6 3x3", "biases", "1"),
    ("K108", "pool", "params", "9"),
    ("K108", "pool", "params", "864"),
    ("K108", "pool", "params", "83040"),
    ("K108", "global pool", "params", "49"),
    ("K108", "net", "params", "301"),
    ("K109", "conv4", "params", "2336"),
    ("K109", "conv4", "params", "1184"),
    ("K109", "conv4", "params", "896"),
    ("K109", "alexnet conv2", "params", "19,456"),
    ("K110", "10 5x5", "params", "160"),
    ("K110", "10 5x5", "products", "15"),
    ("K110", "3x5", "params", "78"),
    ("K110", "3x5", "params", "126"),
    ("K110", "3-D", "params", "76"),
    ("K111", "4 groups", "params", "1168"),
    ("K111", "depthwise", "params", "2320"),
    ("K111", "connections", "params", "604"),
    ("K111", "alexnet", "params", "62,378,344"),
    ("K112", "28x28", "params", "595,840"),
    ("K112", "28x28", "params", "588010"),
    ("K112", "28x28", "params", "24,092,320"),
    ("K112", "1-D", "params", "7644"),
    ("K113", "fc on a volume", "params", "90"),
    ("K113", "net", "params", "137"),
    ("K113", "alexnet fc6", "params", "1,052,672"),
    ("K114", "norm", "params", "256"),
    ("K114", "normed", "params", "124"),
    ("K114", "mobilenet", "params", "4,253,864"),
    ("K115", "10 5x5 bare", "params", "760"),
    ("K115", "10 5x5", "weights", "760"),
    ("K115", "10 5x5", "products", "76"),
    ("K115", "10 5x5 bare", "biases", "10"),
    ("K116", "relu", "params", "256"),
    ("K116", "relu", "params", "4"),
    ("K116", "pool", "params", "69,984"),
    ("K117", "10 5x5", "params", "753"),
    ("K117", "10 5x5", "params", "2510"),
    ("K117", "10 5x5", "params", "228"),
    ("K117", "10 5x5", "biases", "3"),
    ("K118", "fc", "params", "110"),
    ("K118", "fc", "params", "33,792"),
    ("K118", "fc", "params", "20"),
    ("K119", "fc2", "params", "725"),
    ("K119", "fc2", "params", "965"),
    ("K119", "net", "params", "837"),
    ("K119", "alexnet fc6", "params", "633,192,448"),
    ("K120", "10 5x5", "params", "30,730"),
    ("K120", "6 3x3", "params", "6150"),
    ("K120", "10 5x5", "products", "3072"),
    ("K121", "10 5x5", "products", "149"),
    ("K121", "10 5x5", "products", "150"),
    ("K121", "6 3x3", "products", "71"),
    ("K122", "fc", "params", "3082"),
    ("K122", "fc", "params", "3092"),
    ("K122", "fc on a volume", "params", "138"),
    ("K123", "dilation 2", "params", "606"),
    ("K123", "dilation 3", "params", "1182"),
    ("K123", "dilation 2", "products", "100"),
    ("K124", "10 5x5", "params", "3040"),
    ("K124", "6 3x3", "weights", "864"),
    ("K124", "fc", "params", "122,920"),
    ("K125", "shared", "params", "296"),
    ("K125", "shared", "weights", "288"),
    ("K125", "shared b", "params", "148"),
    ("K126", "head", "params", "1127"),
    ("K126", "head", "weights", "1116"),
    ("K126", "googlenet", "params", "13,378,280"),
    ("K127", "4 groups", "params", "76"),
    ("K127", "alexnet grouped conv2", "params", "153,728"),
    ("K127", "4 groups", "biases", "4"),
    ("K128", "10 5x5", "filter_params", "760"),
    ("K128", "10 5x5", "products", "750"),
    ("K128", "6 3x3", "products", "216"),
    ("K129", "10 5x5", "params", "780"),
    ("K129", "6 3x3", "params", "240"),
    ("K129", "10 5x5", "biases", "30"),
]


def _question(name: str, ask: str) -> str:
    return QUESTIONS[name] % ask


@pytest.mark.parametrize(("code", "name", "ask", "answer"), CASES, ids=lambda part: str(part))
def test_a_slip_is_named(code: str, name: str, ask: str, answer: str) -> None:
    assert code in [found for found, _ in named(_question(name, ask), answer)]


#: The likeliest slip's whole sentence.
SENTENCES = [
    ("10 5x5", "params", "750", "the bias is missing: each of the 10 filters has one, 750 + 10 = 760"),
    ("norm", "params", "64", "the shift is missing: each of the 64 channels has a scale and a shift, 64 + 64 = 128"),
    ("10 5x5", "params", "260", "the depth is missing: each filter covers all 3 channels, (5*5*3 + 1)*10 = 760"),
    ("10 5x5", "params", "76", "only one filter is counted: there are 10, (5*5*3 + 1)*10 = 760"),
    ("20 8x8", "params", "3,880", "the biases are counted twice: the + 1 in the brackets is the bias already, "
     "(8*8*3 + 1)*20 = 3,860"),
    ("10 5x5", "params", "250", "the depth and the bias are missing: each filter covers 3 channels and has a bias, "
     "(5*5*3 + 1)*10 = 760"),
    ("conv4", "params", "2336", "the depth is that of an earlier layer: `conv4` reads 16 channels, not 8, "
     "(3*3*16 + 1)*32 = 4,640"),
    ("connections", "params", "604", "the connections are ignored: the 4 filters read 14 channels together, not 6*4 = 24; "
     "5*5*14 = 350, 350 + 4 = 354"),
    ("pool", "params", "83040", "pooling is given 82,944 weights and 96 biases: it takes the largest value of each window and "
     "learns nothing, 0"),
    ("28x28", "params", "595,840", "every place of the output is given its own weights: the same weights serve all "
     "28*28 = 784 places, (5*5*3 + 1)*10 = 760"),
    ("dilation 2", "params", "606", "the gaps of the dilated kernel are counted: the kernel spans 5x5 cells, but reads 3x3 "
     "of them, (3*3*4 + 1)*6 = 222"),
    ("net", "params", "288", "the bias is missing in 2 layers, as in `conv1`: each of the 4 filters has one, 108 + 4 = 112; "
     "all layers together 297"),
    ("net", "params", "137", "only the channels are read in `fc2`: 3x3x4 is flattened to 3*3*4 = 36 values, (3*3*4 + 1)*5 = 185; "
     "all layers together 297"),
    ("mnist", "params", "29194", "the depth and the bias are missing in `conv2`, and the bias in 2 more: each filter covers "
     "4 channels and has a bias, (3*3*4 + 1)*6 = 222; all layers together 29,376"),
    ("head", "params", "1127", "the side heads are counted: without their 725 it is 402"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "ask", "answer", "said"), SENTENCES, ids=lambda part: str(part)[:20])
def test_a_sentence_says_it_with_the_numbers(name: str, ask: str, answer: str, said: str) -> None:
    assert named(_question(name, ask), answer)[0][1] == said


@pytest.mark.parametrize(("biases", "answer", "codes"), [
    ("either", "250", ["K102", "K103"]),  # 5*5*10: the depth alone, where biases need not be counted
    ("either", "260", ["K102"]),
    ("either", "150", ["K110"]),  # 5*3*10
    ("left out", "250", ["K102"]),
    ("left out", "760", ["K115"]),
    ("left out", "75", ["K104"]),
    ("left out", "260", []),  # two slips at once are not guessed
])  # fmt: skip
def test_slips_are_worked_in_the_conventions_that_the_key_accepts(biases: str, answer: str, codes: list[str]) -> None:
    assert [code for code, _ in named(_question("10 5x5", "params"), answer, biases)] == codes


def test_a_byte_count_is_told_with_its_convention() -> None:
    codes = dict(named(_question("norm", "params"), "256", "either"))
    assert codes["K124"] == "these are bytes, 4 for each parameter: how many there are is asked, 64 without the 64 biases"


def test_every_slip_has_three_cases() -> None:
    mine = [code for code in MISCONCEPTIONS if code.startswith("K1")]
    assert len(mine) == 29
    assert {code: len({case[1:] for case in CASES if case[0] == code}) >= 3 for code in mine} == dict.fromkeys(mine, True)


@pytest.mark.parametrize(("code", "name", "ask", "answer"), [
    ("K109", "groups behind 3", "params", "8"),  # 3 channels are not 4 groups
    ("K102", "depthwise", "params", "160"),
    ("K110", "1-D", "params", "78"),
    ("K107", "norm", "params", "65"),  # a norm's shift is no filter's bias
    ("K127", "depthwise", "params", "10"),  # which is one filter
    ("K103", "depthwise", "params", "144"),  # one channel deep as it is
    ("K113", "relu", "params", "4"),
])  # fmt: skip
def test_a_slip_is_not_named_where_it_means_nothing(code: str, name: str, ask: str, answer: str) -> None:
    assert code not in [found for found, _ in named(_question(name, ask), answer)]


_ONE_LAYER = (
    "10 5x5",
    "10 5x5 bare",
    "6 3x3",
    "1-D",
    "3x5",
    "3-D",
    "4 groups",
    "depthwise",
    "dilation 2",
    "fc",
    "fc on a volume",
)
_ASKED = [(name, ask) for name in QUESTIONS for ask in ("params", "weights", "biases")]
_ASKED += [(name, ask) for name in _ONE_LAYER for ask in ("filter_params", "products")]


@pytest.mark.parametrize(("name", "ask"), _ASKED)
@pytest.mark.parametrize("biases", ["counted", "left out", "either"])
def test_no_slip_gives_the_answer_or_nonsense(name: str, ask: str, biases: str) -> None:
    question = key_of(_question(name, ask), biases).questions[-1]
    for code in MISCONCEPTIONS:
        found = misconception(code)
        if code.startswith("K1") and ask in found.asks:
            for value, said, *_ in found.slips(question):
                assert value != question.truth, code
                assert isinstance(value, Fraction)
                assert value >= 0, code
                assert value.denominator == 1, code
                assert said == said.strip(), code
                assert not said.endswith("."), code


def test_what_no_slip_explains_is_not_guessed() -> None:
    result = graded(_question("10 5x5", "params"), "761")
    assert (result.status, result.misconceptions) == ("wrong", ())
    assert "760" in result.message
