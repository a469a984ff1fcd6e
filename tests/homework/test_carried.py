"""Errors carried forward: what is right given an earlier wrong answer, and what is not."""

from __future__ import annotations

import pytest

from cnncalc.homework.grading import Grader
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
]  # fmt: skip


@pytest.mark.parametrize(("answers", "expected", "sources"), CARRIED)
def test_an_answer_that_is_right_given_an_earlier_wrong_one_follows(answers: dict[str, str], expected: str, sources: str) -> None:
    found = answered(**answers)
    assert " ".join(question.status for question in found.questions) == expected
    last = found.questions[-1]
    if sources:
        given = " ".join(answers[last.id].split())
        shown = {"l": f"{given}x{given}", "y": "4x4"}.get(last.id) or {"91.3K": "91,260"}.get(given, given)
        assert last.message == f"follows from {sources}: with that, it is {shown}"
        assert last.score == 1
        assert not last.misconceptions


BRANCHES = """{input: 32x32x4, layers: [{branches: {
    l: [{conv: {filters: 4, kernel: 3, padding: 1}, name: a}],
    r: [{conv: {filters: 4, kernel: 3, padding: 1}, name: b}]}, merge: concat}, {conv: {filters: 4, kernel: 3}, name: z}]}"""
OBLONG = "{input: 32x32x4, layers: [{conv: {filters: 4, kernel: [3, 5]}, name: a}, {conv: {filters: 4, kernel: 3}, name: z}]}"
SHARED = """{input: 8x8x4, layers: [{conv: {filters: 4, kernel: 3, padding: 1}, name: a},
    {conv: {filters: 4, kernel: 3, padding: 1}, name: b, share: a}, {fc: 2}]}"""
#: A network, questions with their answers, and the status of each.
ELSEWHERE = [
    (BRANCHES, [("field, layer: l/a", "4x4"), ("field, layer: r/b", "4x4")], "wrong wrong"),  # neither reads the other
    (BRANCHES, [("jump, layer: l/a", "2x2"), ("jump, layer: r/b", "2x2")], "wrong wrong"),
    (BRANCHES, [("field, layer: l/a", "4x4"), ("field, layer: z", "6x6")], "wrong follows"),  # the wider path counts
    (BRANCHES, [("field, layer: l/a", "2x2"), ("field, layer: z", "4x4")], "wrong wrong"),
    (OBLONG, [("field, layer: a", "4x5"), ("field, layer: z", "6x7")], "wrong follows"),
    (OBLONG, [("field, layer: a", "4x5"), ("field, layer: z", "6x8")], "wrong wrong"),  # the width was right
    (SHARED, [("params, layer: a", "144"), ("params", "658")], "wrong follows"),  # once, and 514 more
    ("googlenet", [("activations, layer: conv1", "800,000"), ("activations", "6,831,768")], "wrong follows"),  # the input as well
]


@pytest.mark.parametrize(("network", "asked", "expected"), ELSEWHERE)
def test_an_error_is_carried_only_to_what_reads_it(network: str, asked: list[tuple[str, str]], expected: str) -> None:
    key = key_of("\n".join(f"- {{id: q{number}, ask: {ask}, network: {network}}}" for number, (ask, _) in enumerate(asked)))
    answers = {f"q{number}": answer for number, (_, answer) in enumerate(asked)}
    found = Grader(key).sheet(Sheet("ada.yaml", "Ada", dict(answers)))
    assert " ".join(question.status for question in found.questions) == expected
