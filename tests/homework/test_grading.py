"""Grading: right under which convention, following from an earlier slip, wrong with its slip, or not read."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnncalc.homework.grading import Grader
from cnncalc.homework.results import Submission
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


NET = "{input: 32x32x3, layers: [{conv: {filters: 6, kernel: 5}}, {maxpool: 2}, {conv: {filters: 10, kernel: 3}}, {fc: 10}]}"
#: Questions about one small network, by id.
CHAIN = {
    "a": "ask: output, layer: conv1",
    "b": "ask: output, layer: pool1",
    "c": "ask: output, layer: conv2",
    "d": "ask: params, layer: conv2",
    "e": "ask: params, layer: fc3",
    "f": "ask: params",
    "g": "ask: macs, layer: conv2",
    "h": "ask: flops, layer: conv2",
    "i": "ask: activations, layer: conv1",
    "j": "ask: memory, layer: conv1",
    "k": "ask: field, layer: pool1",
    "l": "ask: field, layer: conv2",
    "m": "ask: weights, layer: conv2",
    "n": "ask: depth, layer: conv1",
}


def answered(head: str = "", **answers: str) -> Submission:
    """These questions of CHAIN, in this order, answered so."""
    key = key_of(f"{head}\n" + "\n".join(f"- {{id: {id}, network: {NET}, {CHAIN[id]}}}" for id in answers))
    return Grader(key).sheet(Sheet("ada.yaml", "Ada", dict(answers)))


#: Answers in order, the status of each, and what the last one follows from.
CARRIED = [
    ({"a": "27x27x6", "b": "13x13x6"}, "wrong wrong", ""),  # 27 does not fit a pool of 2
    ({"a": "30x30x6", "b": "15x15x6", "c": "13x13x10"}, "wrong follows follows", "b"),
    ({"a": "30x30x6", "c": "13x13x10"}, "wrong follows", "a"),
    ({"a": "28x28x3", "d": "280"}, "wrong follows", "a"),  # (3*3*3 + 1)*10
    ({"n": "3", "d": "280"}, "wrong follows", "n"),
    ({"a": "30x30x6", "b": "14x14x6", "c": "12x12x10"}, "wrong right right", ""),
    ({"c": "13x13x10", "e": "16,910"}, "wrong follows", "c"),  # (13*13*10 + 1)*10
    ({"d": "540", "f": "15,406"}, "wrong follows", "d"),  # 10 less, as in d
    ({"d": "540", "e": "14,400", "f": "15,396"}, "wrong wrong follows", "d, e"),
    ({"c": "13x13x10", "g": "91,260"}, "wrong wrong", ""),  # what c says of itself changes nothing before it
    ({"g": "77,770", "h": "155,540"}, "wrong follows", "g"),
    ({"g": "155,520", "h": "155,520"}, "wrong right", ""),
    ({"i": "784", "j": "3,136"}, "wrong follows", "i"),
    ({"k": "5", "l": "9"}, "wrong follows", "k"),  # 6 is right; one less is carried on from 10
    ({"m": "250", "d": "260"}, "wrong follows", "m"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "expected", "sources"), CARRIED)
def test_an_answer_that_is_right_given_an_earlier_wrong_one_follows(answers: dict[str, str], expected: str, sources: str) -> None:
    found = answered(**answers)
    assert " ".join(question.status for question in found.questions) == expected
    last = found.questions[-1]
    if sources:
        given = " ".join(answers[last.id].split())
        assert last.message == f"follows from {sources}: with that, it is {given if last.id != 'l' else '9x9'}"
        assert last.score == 1
        assert not last.misconceptions


def test_credit_is_given_as_the_key_says() -> None:
    conv = f"ask: params, {CONV}, points: 4"
    assert graded(f"{{{conv}, credit: {{K101: 1/2}}}}", "750").score == 2
    assert graded(f"{{{conv}, credit: {{K101: 1/2}}}}", "250").score == 0
    assert graded(f"{{{conv}, credit: {{wrong: 1/4}}}}", "751234").score == 1
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


def test_a_bare_verdict_is_no_size() -> None:
    question = f"{{ask: legal, {THIRD}}}"
    assert graded(question, "legal").misconceptions == ("K217",)
    assert graded(f"{{ask: legal, {CONV}}}", "illegal").misconceptions == ("K218",)
