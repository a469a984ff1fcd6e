"""Grading: right under which convention, following from an earlier slip, wrong with its slip, or not read."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnncalc.homework.grading import Grader
from cnncalc.homework.precision import distance
from cnncalc.homework.reading import read_number
from cnncalc.homework.submissions import Sheet, read_submission
from tests.homework.slips import graded, key_of

CONV = "input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}"
ODD = "input: 28x28x3, layer: {conv: {filters: 10, kernel: 3, stride: 2}}"
FLOOR = "input: 28x28x3, layer: {conv: {filters: 10, kernel: 3, stride: 2, rounding: floor}}"
WIDE = "input: 28x14x3, layer: {conv: {filters: 10, kernel: 3, padding: 1}}"
THIRD = "input: 7x7x1, layer: {conv: {filters: 1, kernel: 3, stride: 3}}"
CUBE = "input: 10x5x3, layer: {conv: {filters: 10, kernel: 3, padding: 1}}"

#: Question, answer, and what is said where it is right; None where it is wrong.
JUDGED = [
    (f"{{ask: output, {CONV}}}", "32x32x10", ""),
    (f"{{ask: output, {CONV}}}", "(10, 32, 32)", ""),
    (f"{{ask: output, {CONV}}}", "32 x 32 x 10", ""),
    (f"{{ask: output, {CONV}}}", "32x10x32", None),
    (f"{{ask: output, {CONV}}}", "32x32", None),
    (f"{{ask: output, {WIDE}}}", "28x14x10", ""),
    (f"{{ask: output, {WIDE}}}", "14x28x10", None),
    (f"{{ask: output, {WIDE}}}", "10x28x14", ""),
    (f"{{ask: output, {CUBE}}}", "10x5x10", ""),
    (f"{{ask: output, {CUBE}}}", "10x10x5", None),  # height x width x depth, another volume
    ("{ask: output, input: 32x32x3, layer: flatten}", "3072 x 1", ""),
    ("{ask: output, input: 32x32x3, layer: flatten}", "(3072,)", ""),
    ("{ask: output, input: 7x7x1024, layer: globalavgpool}", "1024", "as a vector"),
    ("{ask: output, input: 32x32x3, batch: 2, layer: {conv: {filters: 6, kernel: 5}}}", "2x6x28x28", ""),
    ("{ask: output, input: 32x32x3, batch: 2, layer: {conv: {filters: 6, kernel: 5}}}", "28x28x6", "of one image"),
    (f"{{ask: size, {CONV}}}", "32", ""),
    (f"{{ask: size, {CONV}}}", "32x32x10", ""),
    (f"{{ask: size, {CONV}}}", "32x32x3", None),
    (f"{{ask: size, {CONV}}}", "28", None),
    (f"{{ask: output, {ODD}}}", "does not fit", ""),
    (f"{{ask: output, {ODD}}}", "illegal", ""),
    (f"{{ask: output, {ODD}}}", "13.5x13.5x10", "a fraction: the layer does not fit"),
    (f"{{ask: output, {ODD}}}", "13x13x10", None),
    (f"{{ask: output, {FLOOR}}}", "13x13x10", ""),
    (f"{{ask: output, {FLOOR}}}", "illegal", None),
    (f"{{ask: legal, {ODD}}}", "13.5", "a fraction: the layer does not fit"),
    (f"{{ask: legal, {ODD}}}", "27/2 (illegal)", ""),
    (f"{{ask: legal, {ODD}}}", "legal", None),
    (f"{{ask: legal, {ODD}}}", "13", None),
    (f"{{ask: legal, {THIRD}}}", "2.33", "a fraction: the layer does not fit"),
    (f"{{ask: legal, {THIRD}}}", "2 1/3", "a fraction: the layer does not fit"),
    (f"{{ask: legal, {THIRD}}}", "2.5", None),
    (f"{{ask: legal, {CONV}}}", "legal", ""),
    (f"{{ask: legal, {CONV}}}", "32", ""),
    (f"{{ask: legal, {CONV}}}", "legal, 32x32x10", ""),
    (f"{{ask: legal, {CONV}}}", "legal, 32x32x3", None),
    (f"{{ask: legal, {CONV}}}", "does not fit", None),
    (f"{{ask: params, {CONV}}}", "760", ""),
    (f"{{ask: params, {CONV}}}", "0.76k", ""),
    (f"{{ask: params, {CONV}}}", "(5*5*3+1)*10 = 760", ""),
    (f"{{ask: params, {CONV}}}", "750", None),
    ("{ask: params, network: alexnet, layer: conv1}", "35K", "rounded to the nearest 1K, K = 1000"),
    ("{ask: params, network: alexnet, layer: conv1}", "34,944", ""),
    ("{ask: params, network: alexnet, layer: conv1}", "34K", "K = 1024"),
    ("{ask: params, network: alexnet, layer: conv1}", "33K", None),
    (f"{{ask: params, {CONV}, tolerance: 5 %}}", "750", "within the tolerance"),
    ("{ask: memory, network: vgg16}", "60.95 MB", "MB = 10^6 bytes"),
    ("{ask: memory, network: vgg16}", "58.13 MiB", ""),
    ("{ask: memory, network: vgg16}", "93 MB", None),
    ("{ask: field, network: alexnet, layer: pool3}", "195", ""),
    ("{ask: field, network: alexnet, layer: pool3}", "195x195", ""),
    ("{ask: field, network: alexnet, layer: pool3}", "163", None),
    ("{ask: unread, input: 7x7x3, layer: {conv: {filters: 4, kernel: 3, stride: 3}}}", "1", ""),
    ("{ask: padding, find: {input: 32, kernel: 5, stride: 2, output: 16}}", "[1, 2]", ""),
    ("{ask: padding, find: {input: 32, kernel: 5, stride: 2, output: 16}}", "[[2, 1], [2, 1]]", ""),
    ("{ask: padding, find: {input: 32, kernel: 5, stride: 2, output: 16}}", "2", None),
    ("{ask: padding, find: {input: 7, kernel: 5, stride: 2}}", "0", ""),
    ("{ask: padding, find: {input: 7, kernel: 5, stride: 2}}", "3", ""),
    ("{ask: stride, find: {input: 7, kernel: 3, padding: 0}}", "3", None),
    ("{ask: stride, find: {input: 7, kernel: 3, padding: 0}}", "4", ""),
    ("{ask: values, compute: {op: correlation, input: [4, 3, 2, -5, 3, 5], filter: [1/3, 1/3, 1/3]}}", "[3, 0, 0, 1]", ""),
    ("{ask: values, compute: {op: avgpool, input: [[1, 2], [3, 5]], kernel: 2, stride: 2}}", "2.75", ""),
    ("{ask: gradient, of: bias, compute: {op: correlation, input: [1, 2], filter: [1], bias: 5, upstream: [1, 2]}}", "3", ""),
    ("{ask: ratio, of: params, network: alexnet-grouped, to: googlenet}", "8.7x", "rounded to the nearest 0.1"),
    ("{ask: ratio, of: params, network: alexnet, to: vgg16}", "45 %", "rounded to the nearest 0.01"),  # 62,378,344 / 138,357,544
    ("{ask: ratio, of: params, network: alexnet, to: vgg16}", "46 %", None),
    ("{ask: share, of: weights, network: vgg16, layers: [fc6, fc7, fc8]}", "89.4%", "rounded to the nearest 0.1"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer", "said"), JUDGED)
def test_answers_are_judged(question: str, answer: str, said: str | None) -> None:
    found = graded(question, answer)
    assert found.status == ("wrong" if said is None else "right"), found.message
    assert found.score == (0 if said is None else 1)
    if said is None:
        assert found.message
        assert found.solution
    else:
        assert said in found.message


def test_both_conventions_about_biases_are_accepted_unless_the_key_insists() -> None:
    question = f"{{ask: params, {CONV}}}"
    accepted = graded(question, "750", "either")
    assert (accepted.status, accepted.message) == ("right", "right without the 10 biases; otherwise it is 760")
    assert graded(question, "760", "either").message == ""
    assert graded(question, "750", "counted").message == ("the bias is missing: each of the 10 filters has one, 750 + 10 = 760")
    assert graded(question, "760", "left out").status == "wrong"
    assert graded(question, "750", "left out").status == "right"


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        (f"{{ask: params, {CONV}}}", "seven hundred-ish", "K501"),
        (f"{{ask: params, {CONV}}}", "____", "K504"),
        (f"{{ask: params, {CONV}}}", "9" * 5000, "K501"),
        (f"{{ask: output, {CONV}}}", "big", "K501"),
        ("{ask: values, compute: {op: relu, input: [1, -2]}}", "[[1, 0", "K501"),
    ],
)
def test_what_cannot_be_read_is_not_wrong(question: str, answer: str, code: str) -> None:
    found = graded(question, answer)
    assert (found.status, found.code, found.misconceptions) == ("unread", code, ())
    assert found.score == 0


#: The answer to a hidden question, given to the one behind it.
HIDDEN = [
    ("network: alexnet, layer: conv1", "34,944"),
    ("network: vgg16, layer: conv1_1", "1,792"),
]


@pytest.mark.parametrize(("about", "answer"), HIDDEN)
@pytest.mark.parametrize("hidden", [False, True])
def test_nobody_is_told_what_answers_a_hidden_question(about: str, answer: str, hidden: bool) -> None:
    first = f"- {{id: h, ask: params, {about}, hidden: {str(hidden).lower()}}}"
    found = graded(f"{first}\n- {{id: v, ask: params, network: alexnet, layer: conv2}}", answer)
    assert found.misconceptions == (() if hidden else ("K421",))
    assert hidden == (found.message == "no known slip gives this; the answer is 614,656")


def test_credit_is_given_as_the_key_says() -> None:
    conv = f"ask: params, {CONV}, points: 4"
    assert graded(f"{{{conv}, credit: {{K101: 1/2}}}}", "750").score == 2
    assert graded(f"{{{conv}, credit: {{K101: 1/2}}}}", "250").score == 0
    assert graded(f"{{{conv}, credit: {{wrong: 1/4}}}}", "751234").score == 1
    assert graded(f"{{{conv}, credit: {{K101: 0, wrong: 1/4}}}}", "750").score == 0
    assert graded(f"{{{conv}, credit: {{K101: 0, wrong: 1/4}}}}", "250").score == 1
    values = "ask: values, points: 4, compute: {op: relu, input: [[1, -2], [3, -4]]}"
    assert graded(f"{{{values}}}", "[[1, 0], [3, 4]]").score == 0
    assert graded(f"{{{values}, credit: {{cells: 1}}}}", "[[1, 0], [3, 4]]").score == 3
    assert graded(f"{{{values}, credit: {{cells: 1/2}}}}", "[[1, 0], [3, 4]]").score == Fraction(3, 2)
    assert graded(f"{{{values}, credit: {{cells: 1}}}}", "[[1, 0], [3]]").score == 0


def test_cells_are_told_one_by_one() -> None:
    image = "[[1, 0, 1], [1, 0, 1], [1, 1, 1]]"
    question = f"{{ask: values, compute: {{op: correlation, input: {image}, filter: [[1, 1], [1, 1]]}}}}"
    found = graded(question, "[[2, 2], [3, 4]]")
    assert found.message == "cell (2, 2) is 0*1 + 1*1 + 1*1 + 1*1 = 3, found 4"
    assert graded(question, "[[2, 2]]").message == "2 rows are expected"
    bias = "{ask: gradient, of: bias, compute: {op: correlation, input: [1, 2], filter: [1], bias: 5, upstream: [3, 4]}}"
    assert graded(bias, "1").message == "it is 7, found 1"
    assert graded(question, "[[2, 2], [3, ]]").status in ("wrong", "unread")


def test_an_answer_that_no_slip_explains_is_not_explained() -> None:
    found = graded(f"{{ask: params, {CONV}}}", "12347")
    assert (found.status, found.misconceptions) == ("wrong", ())
    assert found.message == "no known slip gives this; the answer is 760"
    assert found.solution == ("parameters = (F*F*D + 1)*K = (5*5*3 + 1)*10 = 760",)


def test_what_was_left_out_counts_nothing() -> None:
    key = key_of(f"{{id: x, ask: params, {CONV}}}")
    found = Grader(key).sheet(Sheet("b.yaml", "Bo", {}))
    assert [(question.status, question.code) for question in found.questions] == [("unread", "K504")]
    assert found.score == 0
    assert found.max_score == 1


def test_an_answer_that_was_given_twice_counts_as_not_read() -> None:
    key = key_of(f"{{id: x, ask: params, {CONV}}}")
    (sheet,) = read_submission("b.yaml", b"{x: 760, student: Bo, x: 750}", ["x"])
    (found,) = Grader(key).sheet(sheet).questions
    assert (found.status, found.code) == ("unread", "K503")
    assert "two answers" in found.message


def test_values_for_bytes_are_named_though_the_unit_is_written() -> None:
    for answer in ("15,237,608 values", "15,237,608"):
        assert "K308" in graded("{ask: memory, network: vgg16}", answer).misconceptions
    assert graded("{ask: memory, network: vgg16}", "60,950,432 values").status == "wrong"


@pytest.mark.parametrize(("text", "value", "away"), [
    ("1e6", 1_049_571, 1), ("1e6", 1_999_999, 2), ("1e6", 2_000_000, 3),
    ("34 Mbit", 4_250_001, 1), ("34 Mbit", 34_000_000, 3), ("0K", 1, 3),
])  # fmt: skip
def test_how_far_a_rounded_number_is_from_a_value(text: str, value: int, away: int) -> None:
    assert distance(read_number(text), Fraction(value)) == away


def test_a_bare_verdict_is_no_size() -> None:
    question = f"{{ask: legal, {THIRD}}}"
    assert graded(question, "legal").misconceptions == ("K217",)
    assert graded(f"{{ask: legal, {CONV}}}", "illegal").misconceptions == ("K218",)


#: A working, what it is graded with, and the codes.
WORKINGS = [
    ("(5*5*3+1)*10 = 750", "your working gives 760, but 750 is written", "K424"),
    ("$(5*5*3+1)*10 = 750$", "your working gives 760, but 750 is written", "K424"),
    ("5*5*3*10+10 = 750", "your working gives 760, but 750 is written", "K424"),
    ("(5*5*3+1)*10 = 75*10 = 750", "your working gives 760, but 750 is written", "K424"),
    ("5*5*3 = 75 + 1 = 76*10 = 670", "your working gives 760, but 670 is written", "K424"),
    ("5*5*10+10 = 250", "your working gives 260, but 250 is written; the depth is missing: each filter covers all 3 channels, "
     "(5*5*3 + 1)*10 = 760", "K102"),
    ("5*5*3*10 = 750", "the bias is missing: each of the 10 filters has one, 750 + 10 = 760", "K101"),
    ("10 filters = 750", "the bias is missing: each of the 10 filters has one, 750 + 10 = 760", "K101"),
    ("7500/1000 = 7.5K", "no known slip gives this; the answer is 760", None),
    ("(5*5*3+1)*10 ~= 750", "the bias is missing: each of the 10 filters has one, 750 + 10 = 760", "K101"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "message", "code"), WORKINGS)
def test_a_result_that_is_not_that_of_its_working(answer: str, message: str, code: str | None) -> None:
    found = graded(f"{{ask: params, {CONV}, credit: {{K424: 1/2}}}}", answer)
    assert (found.status, found.message, found.misconceptions) == ("wrong", message, (code,) if code else ())
    assert found.score == (Fraction(1, 2) if code == "K424" else 0)


MEMORY = "{ask: memory, network: alexnet}"  # 4,198,284 bytes
#: An answer that is rounded far, and every slip that is named.
COARSE = [
    (MEMORY, "5 MB", ()),
    (MEMORY, "4.3 MB", ()),
    (MEMORY, "4.2 MiB", ("K303",)),
    (MEMORY, "4.2 Mb", ("K302",)),
    (MEMORY, "5.36 MB", ("K313",)),
    (MEMORY, "5,359,884", ("K313",)),
    ("{ask: params, network: alexnet, layer: conv1}", "35 KB", ("K423",)),
    ("{ask: params, network: alexnet, layer: conv1}", "139,776 bytes", ("K124",)),
    (MEMORY, "1 MB", ()),  # one digit, of 1,049,571 values
    (MEMORY, "1.05 MB", ("K308",)),
    (MEMORY, "1e6", ()),
    (MEMORY, "1 Mbit", ()),
    ("{ask: macs, network: alexnet, layer: conv1}", "110M", ()),  # with K = 1,024 it is 107,945,165
    ("{ask: macs, network: alexnet, layer: conv1}", "107.9M", ("K301",)),
    ("{ask: activations, network: lenet5}", "10K", ()),
]


@pytest.mark.parametrize(("question", "answer", "codes"), COARSE)
def test_what_is_rounded_far_is_explained_by_no_chance(question: str, answer: str, codes: tuple[str, ...]) -> None:
    found = graded(question, answer)
    assert (found.status, found.misconceptions) == ("wrong", codes), found.message
