"""Errors carried forward: what is right given an earlier wrong answer, and what is not."""

from __future__ import annotations

from textwrap import indent

import pytest

from cnncalc.homework.grading import Grader
from cnncalc.homework.key import read_key
from cnncalc.homework.results import Submission
from cnncalc.homework.submissions import Sheet
from tests.homework.slips import key_of

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
    "o": "ask: macs",
    "p": "ask: activations, layer: conv2",
    "q": "ask: size, layer: conv1",
    "r": "ask: filter_params, layer: conv2",
    "s": "ask: products, layer: conv2",
    "t": "ask: jump, layer: pool1",
    "u": "ask: macs, layer: conv2, batch: 2",
    "v": "ask: memory, layer: conv1, points: 1",
    "w": "ask: activations",
    "x": "ask: biases, layer: conv2",
    "y": "ask: jump, layer: conv2",
    "z": "ask: flops",
    "sh": "ask: share, of: params, layer: fc3",
    "sm": "ask: share, of: macs, layer: conv2",
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
    ({"c": "13x13x10", "g": "91,260"}, "wrong follows", "c"),  # 13*13*10 values of 3*3*6 products
    ({"c": "13x13x12", "g": "91,260"}, "wrong follows", "c"),  # 13*13 places, and as many filters as there are
    ({"c": "13x13x10", "g": "91,261"}, "wrong wrong", ""),
    ({"c": "13x13x10", "d": "650"}, "wrong wrong", ""),  # no parameter hangs on the size of what comes out
    ({"c": "13x13x10", "p": "1,690"}, "wrong follows", "c"),
    ({"c": "13x13x10", "u": "182,520"}, "wrong follows", "c"),  # two images
    ({"a": "30x30x6", "o": "513,160"}, "wrong follows", "a"),  # 30*30*6*75 + 13*13*10*54 + 13*13*10*10
    ({"a": "30x30x6", "w": "11,522"}, "wrong follows", "a"),  # 3,072 + 5,400 + 1,350 + 1,690 + 10
    ({"g": "77,000", "c": "13x13x10", "o": "446,700"}, "wrong wrong follows", "g, c"),  # 352,800 + 77,000 + 16,900
    ({"d": "540", "c": "13x13x10", "f": "17,906"}, "wrong wrong follows", "d, c"),  # 456 + 540 + 16,910
    ({"g": "77,000", "n": "5", "c": "13x13x10", "o": "446,700"}, "wrong wrong wrong follows", "g, c"),
    ({"g": "77,000", "c": "13x13x10", "o": "446,701"}, "wrong wrong wrong", ""),
    ({"r": "28", "d": "280"}, "wrong follows", "r"),
    ({"s": "27", "g": "38,880"}, "wrong follows", "s"),  # 12*12*10 values of them
    ({"s": "27", "d": "280"}, "wrong follows", "s"),
    ({"m": "270", "g": "38,880"}, "wrong follows", "m"),  # at 12*12 places
    ({"m": "270", "s": "27"}, "wrong follows", "m"),
    ({"d": "540", "m": "530"}, "wrong follows", "d"),
    ({"x": "1", "d": "541"}, "wrong follows", "x"),
    ({"q": "27", "i": "4,374"}, "wrong follows", "q"),
    ({"q": "27", "n": "3", "a": "27x27x3"}, "wrong wrong follows", "q, n"),
    ({"t": "4", "y": "4"}, "wrong follows", "t"),
    ({"t": "4", "l": "14"}, "wrong follows", "t"),  # 6 + 2*4
    ({"c": "13x13x10", "g": "91.3K"}, "wrong follows", "c"),
    ({"c": "13x13x10", "g": "0.09M"}, "wrong wrong", ""),  # so many numbers are that, rounded
    ({"j": "4.2 MiB", "v": "4.2 MiB"}, "wrong follows", "j"),
    ({"i": "15.5", "j": "62"}, "wrong follows", "i"),
    ({"g": "77,770", "h": "155,540"}, "wrong follows", "g"),
    ({"g": "155,520", "h": "155,520"}, "wrong right", ""),
    ({"i": "784", "j": "3,136"}, "wrong follows", "i"),
    ({"k": "5", "l": "9"}, "wrong follows", "k"),  # 6 is right; one less is carried on from 10
    ({"m": "250", "d": "260"}, "wrong follows", "m"),
    ({"j": "100 Kbit", "v": "12,500"}, "wrong follows", "j"),  # 8 bits are a byte
    ({"a": "30x30x6", "b": "14x14x6", "c": "13x13x10"}, "wrong right wrong", ""),  # what conv2 reads was right
    ({"a": "30x30x6", "b": "14x14x6", "g": "91,260"}, "wrong right wrong", ""),
    ({"b": "14x14x6", "a": "30x30x6", "c": "13x13x10"}, "right wrong wrong", ""),  # in whatever order they are answered
    ({"q": "28", "a": "30x30x6", "b": "15x15x6"}, "right wrong follows", "a"),  # of two about one layer, the later
    ({"a": "28x28x3", "q": "28", "d": "280"}, "wrong right follows", "a"),  # the size says nothing of the depth
    ({"g": "77,000", "o": "444,960", "z": "888,400"}, "wrong right wrong", ""),  # of the right sum, not of its wrong part
    ({"g": "77,000", "o": "444,200", "z": "888,400"}, "wrong follows follows", "o"),
    ({"t": "4", "k": "6", "l": "14"}, "wrong right follows", "t"),  # how far it sees does not tell the step
    ({"d": "280", "g": "38,880"}, "wrong follows", "d"),  # 280 less 10 biases, at 12*12 places
    ({"d": "1,000", "f": "15,866", "sh": "90.8%"}, "wrong follows follows", "f"),  # 14,410 of them
    ({"d": "1,000", "sh": "90.8%"}, "wrong follows", "d"),
    ({"d": "1,000", "f": "15,416", "sh": "90.8%"}, "wrong right wrong", ""),
    ({"e": "1,450", "sh": "59.0%"}, "wrong follows", "e"),  # 1,450 of 2,456
    ({"g": "100,000", "sm": "21.4%"}, "wrong follows", "g"),  # of 467,200
    ({"a": "30x30x6", "sm": "17.8%"}, "wrong follows", "a"),  # 91,260 of 513,160
    ({"d": "280", "s": "27"}, "wrong follows", "d"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "expected", "sources"), CARRIED)
def test_an_answer_that_is_right_given_an_earlier_wrong_one_follows(answers: dict[str, str], expected: str, sources: str) -> None:
    found = answered(**answers)
    assert " ".join(question.status for question in found.questions) == expected
    last = found.questions[-1]
    if sources:
        given = " ".join(answers[last.id].split())
        shown = {"l": f"{given}x{given}", "y": "4x4"}.get(last.id) or {"91.3K": "91,260"}.get(given, given).replace("%", " %")
        assert last.message == f"follows from {sources}: with that, it is {shown}"
        assert last.score == 1
        assert not last.misconceptions


BRANCHES = """{input: 32x32x4, layers: [{branches: {
    l: [{conv: {filters: 4, kernel: 3, padding: 1}, name: a}],
    r: [{conv: {filters: 4, kernel: 3, padding: 1}, name: b}]}, merge: concat}, {conv: {filters: 4, kernel: 3}, name: z}]}"""
OBLONG = "{input: 32x32x4, layers: [{conv: {filters: 4, kernel: [3, 5]}, name: a}, {conv: {filters: 4, kernel: 3}, name: z}]}"
SHARED = """{input: 8x8x4, layers: [{conv: {filters: 4, kernel: 3, padding: 1}, name: a},
    {conv: {filters: 4, kernel: 3, padding: 1}, name: b, share: a}, {fc: 2}]}"""
STRICT = "{input: 32x32x3, layers: [{conv: {filters: 6, kernel: 5}}, {maxpool: 2}]}"
POOLED = STRICT.replace("maxpool: 2", "maxpool: {kernel: 2, stride: 2, rounding: floor}")
#: A network, questions with their answers, and the status of each.
ELSEWHERE = [
    (BRANCHES, [("field, layer: l/a", "4x4"), ("field, layer: r/b", "4x4")], "wrong wrong"),  # neither reads the other
    (BRANCHES, [("jump, layer: l/a", "2x2"), ("jump, layer: r/b", "2x2")], "wrong wrong"),
    (BRANCHES, [("field, layer: l/a", "4x4"), ("field, layer: z", "6x6")], "wrong follows"),  # the wider path counts
    (BRANCHES, [("field, layer: l/a", "2x2"), ("field, layer: z", "4x4")], "wrong wrong"),
    (OBLONG, [("field, layer: a", "4x5"), ("field, layer: z", "6x7")], "wrong follows"),
    (OBLONG, [("field, layer: a", "4x5"), ("field, layer: z", "6x8")], "wrong wrong"),  # the width was right
    (POOLED, [("output, layer: conv1", "27x27x6"), ("unread, layer: pool1", "1")], "wrong follows"),
    (
        POOLED,
        [("output, layer: conv1", "27x27x6"), ("output, layer: pool1", "13x13x6"), ("unread, layer: pool1", "1x1")],
        "wrong follows follows",
    ),
    (POOLED, [("output, layer: conv1", "27x27x6"), ("unread, layer: pool1", "2")], "wrong wrong"),
    (STRICT, [("output, layer: conv1", "27x27x6"), ("legal, layer: pool1", "does not fit")], "wrong follows"),
    (STRICT, [("output, layer: conv1", "27x27x6"), ("legal, layer: pool1", "13.5")], "wrong follows"),
    (STRICT, [("output, layer: conv1", "27x27x6"), ("legal, layer: pool1", "12.5")], "wrong wrong"),
    (STRICT, [("output, layer: conv1", "26x26x6"), ("legal, layer: pool1", "does not fit")], "wrong wrong"),
    (STRICT, [("output, layer: conv1", "26x26x6"), ("legal, layer: pool1", "legal, 13x13")], "wrong follows"),
    (SHARED, [("params, layer: a", "144"), ("params", "658")], "wrong follows"),  # once, and 514 more
    ("googlenet", [("activations, layer: conv1", "800,000"), ("activations", "6,831,768")], "wrong follows"),  # the input as well
]


#: conv1 15x15x8; conv2 reads 4 of its channels in each of 2 groups: 3*3*4*16 = 576
GROUPED = """{input: 31x31x4, layers: [{conv: {filters: 8, kernel: 5, stride: 2, padding: 1}},
    {conv: {filters: 16, kernel: 3, groups: 2}}]}"""
#: The order of the key, what is claimed of conv1, a question about conv2 with its answer, and the status of that.
ORDERS = [
    ("chw", "14x14x8", "ask: weights", "1008", "wrong"),  # 8 is the depth, not the first 14
    ("chw", "14x14x8", "ask: output", "12x12x16", "follows"),
    ("chw", "14x14x8", "ask: output", "16x12x12", "follows"),
    ("chw", "14x14x8", "ask: macs", "82,944", "follows"),  # 12*12*576
    ("hwc", "(16, 14, 14)", "ask: weights", "1008", "wrong"),
    ("hwc", "(16, 14, 14)", "ask: weights", "1152", "follows"),
    ("hwc", "(16, 15, 15)", "ask: weights", "1152", "follows"),
    ("chw", "(15, 15, 16)", "ask: weights", "1152", "follows"),
    ("hwc", "15x15x16", "ask: weights", "1152", "follows"),
    ("chw", "16x15x15", "ask: weights", "1152", "follows"),
    ("hwc", "(8, 15, 14)", "ask: output", "13x12x16", "follows"),  # no sides alike: the nearest order
]


@pytest.mark.parametrize(("layout", "claimed", "asked", "answer", "expected"), ORDERS)
def test_a_claimed_volume_is_taken_in_one_order_alone(layout: str, claimed: str, asked: str, answer: str, expected: str) -> None:
    questions = (
        f"- {{id: a, ask: output, network: {GROUPED}, layer: conv1}}\n- {{id: b, {asked}, network: {GROUPED}, layer: conv2}}"
    )
    key = read_key(f"layout: {layout}\nquestions:\n{indent(questions, '  ')}\n")
    found = Grader(key).sheet(Sheet("ada.yaml", "Ada", {"a": claimed, "b": answer}))
    assert [question.status for question in found.questions] == ["wrong", expected]


@pytest.mark.parametrize(("network", "asked", "expected"), ELSEWHERE)
def test_an_error_is_carried_only_to_what_reads_it(network: str, asked: list[tuple[str, str]], expected: str) -> None:
    key = key_of("\n".join(f"- {{id: q{number}, ask: {ask}, network: {network}}}" for number, (ask, _) in enumerate(asked)))
    answers = {f"q{number}": answer for number, (_, answer) in enumerate(asked)}
    found = Grader(key).sheet(Sheet("ada.yaml", "Ada", dict(answers)))
    assert " ".join(question.status for question in found.questions) == expected


def test_a_misfit_that_follows_is_told_as_one() -> None:
    about = f"network: {STRICT}, layer"
    key = key_of(f"- {{id: a, ask: output, {about}: conv1}}\n- {{id: b, ask: legal, {about}: pool1}}")
    found = Grader(key).sheet(Sheet("ada.yaml", "Ada", {"a": "27x27x6", "b": "no"})).questions[1]
    assert found.message == "follows from a: with that, it does not fit: 27/2"
