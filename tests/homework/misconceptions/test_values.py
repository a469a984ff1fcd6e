"""Slips in values and gradients: each with three wrong grids from arithmetic of another kind, and one whole sentence."""

from __future__ import annotations

from collections import Counter

import pytest

from cnncalc.homework.misconceptions import MISCONCEPTIONS, misconception
from cnncalc.homework.question import Question
from tests.homework.exact.grids import grid
from tests.homework.misconceptions.value_cases import (
    BANK,
    CASES,
    DEPTHS,
    FIGURE,
    LINE,
    LINE_BACK,
    MAP,
    MAX_BACK,
    PRODUCT,
    PRODUCT_BACK,
    RELU_BACK,
    SUM,
    UP,
)
from tests.homework.misconceptions.value_sentences import SENTENCES
from tests.homework.slips import key_of, named

CODES = [code for code in MISCONCEPTIONS if "K431" <= code < "K480"]


def question(asked: str, computation: str) -> str:
    """The values of a computation, or the gradient of one of its keys."""
    words = "ask: values" if asked == "values" else f"ask: gradient, of: {asked}"
    return f"{{{words}, compute: {{{computation}}}}}"


def slips(asked: Question) -> list[tuple[str, str]]:
    return [
        (code, slip.said) for code in CODES if asked.ask in misconception(code).asks for slip in misconception(code).slips(asked)
    ]


@pytest.mark.parametrize(("code", "asked", "computation", "answer"), CASES)
def test_the_slip_is_named(code: str, asked: str, computation: str, answer: str) -> None:
    assert code in dict(named(question(asked, computation), answer))


@pytest.mark.parametrize("code", SENTENCES)
def test_the_sentence(code: str) -> None:
    asked, computation, answer = next(case[1:] for case in CASES if case[0] == code)
    assert dict(named(question(asked, computation), answer))[code] == SENTENCES[code]


def test_three_cases_and_a_sentence_each() -> None:
    assert Counter(case[0] for case in CASES) == dict.fromkeys(CODES, 3)
    assert list(SENTENCES) == CODES


@pytest.mark.parametrize(
    ("asked", "computation", "answer", "codes"),
    [
        # the figure of a lecture that moved its window by 1 while it drew stride 2
        ("values", f"{FIGURE}, padding: 1, stride: 2", "[[1, 6, 5], [7, 10, 9], [7, 10, 8]]", ["K432"]),
        # a kernel that is its own mirror image on one axis
        ("values", MAP.replace("[0, -1]", "[1, 2]"), "[[5, 9], [6, 8]]", ["K431", "K451"]),
        ("values", "op: correlation, input: [1, 2, 3], filter: [1, -1], bias: 1", "[-1, -1]", ["K435"]),
        # one channel of two, or the bias forgotten: 5 of 5 - 3 + 3
        ("values", f"{DEPTHS}, bias: 3", "2", ["K435"]),
        ("input", RELU_BACK, "4 -1 5 9", ["K441"]),
        ("input", PRODUCT_BACK, "[[10, -1], [-15, 3]]", ["K443"]),
        ("input", MAX_BACK, "[[8, 8], [8, 8]]", ["K449"]),
        ("values", "op: globalavgpool, input: [4, 1, 1], then: relu", "4", ["K438"]),
        # rounded by the student
        ("values", "op: correlation, input: [4, 3, 3], filter: [1/3, 1/3, 1/3], bias: 1", "3.33", ["K435"]),
    ],
)
def test_all_that_explain_a_grid(asked: str, computation: str, answer: str, codes: list[str]) -> None:
    assert [code for code, _ in named(question(asked, computation), answer)] == codes


@pytest.mark.parametrize(
    ("code", "asked", "computation"),
    [
        ("K431", "values", "op: correlation, input: [1, 2, 3, 4], filter: [1, 2, 1]"),  # its own mirror image
        ("K432", "values", LINE),  # stride 1
        ("K433", "values", MAP),  # an even kernel has no padding that keeps the size
        ("K434", "values", MAP),  # no padding
        ("K435", "values", MAP),  # no bias
        ("K436", "values", "op: matmul, input: [[2], [3]], weight: [[4]], bias: 5"),  # one product alone
        ("K437", "values", f"{LINE}, then: relu"),  # nothing is negative
        ("K439", "values", "op: avgpool, input: [1, 2], kernel: 2, stride: 2"),
        ("K440", "values", "op: correlation, input: [1, 2, 3, 4], filter: [1, -1]"),  # a sum of 0
        ("K442", "input", "op: relu, input: [1, -2], upstream: [3, 0]"),
        ("K443", "values", "op: matmul, input: [[1, 2, 3]], weight: [[1], [2], [3]]"),  # nothing else fits together
        ("K446", "input", MAX_BACK),
        ("K448", "input", "op: add, input: [[1]], skip: [[2]], upstream: [[1]]"),  # times 1
        ("K450", "values", LINE),  # one channel
        ("K465", "input", MAX_BACK),  # no ties
        ("K466", "input", "op: maxpool, input: [1, 2, 3, 4], kernel: 2, stride: 2, upstream: [1, 1]"),  # no overlaps
        ("K475", "input", RELU_BACK),  # that is K441
    ],
)
def test_no_slip_where_it_has_no_room(code: str, asked: str, computation: str) -> None:
    assert code not in dict(slips(key_of(question(asked, computation)).questions[-1]))


@pytest.mark.parametrize(("asked", "computation"), sorted({case[1:3] for case in CASES}))
def test_no_slip_gives_the_answer_and_every_sentence_has_it(asked: str, computation: str) -> None:
    """Without knowing the slip: it ends in the right value of the cell, or in the right sizes."""
    about = key_of(question(asked, computation)).questions[-1]
    values = {str(cell) for cell in _cells(about.truth)} | {"x".join(map(str, _shape(about.truth)))}
    for code in CODES:
        found = misconception(code)
        for slip in found.slips(about) if about.ask in found.asks else ():
            assert slip.value != about.truth, code
            assert grid(slip.value) == slip.value, code
            assert slip.said.rpartition(", not ")[2] in values, (code, slip.said)
            assert " = " not in slip.said or len(slip.said) < 200, (code, slip.said)


def _cells(value: object) -> list[object]:
    return [cell for part in value for cell in _cells(part)] if isinstance(value, tuple) else [value]


def _shape(value: object) -> tuple[int, ...]:
    return (len(value), *_shape(value[0])) if isinstance(value, tuple) else ()


def test_long_sums_are_cut() -> None:
    image = str([[1, 2, 3, 4], [5, 6, 7, 8], [9, 8, 7, 6], [5, 4, 3, 2]])
    asked = question("values", f"op: correlation, input: {image}, filter: {image}, bias: 3")
    said = "the bias was not added; cell (1, 1): 1*1 + 2*2 + 3*3 + ... + 2*2 = 488, not 491"
    assert dict(named(asked, "488"))["K435"] == said


def test_windows_that_do_not_fit_with_the_slip_are_left_out_as_students_do() -> None:
    """Without its padding (5 - 3)/2 + 1 = 2 fits, on 6 with 4 before and 0 after (6 - 3)/2 + 1 does not."""
    line = "op: correlation, input: [1, 2, 3, 4, 5, 6], filter: [1, 1, 1], stride: 2, padding: [[1, 0]]"
    assert dict(named(question("values", line), "[6, 12]")).keys() == {"K433"}


@pytest.mark.parametrize(
    ("asked", "computation"),
    [
        ("values", f"op: correlation, input: {[[1] * 64] * 64}, filter: {[[1] * 3] * 3}, padding: 1"),
        ("input", f"op: maxpool, input: {[[1] * 40] * 40}, kernel: 4, stride: 1, upstream: {[[1] * 37] * 37}"),
        ("weight", f"op: matmul, input: {[[1] * 25] * 25}, weight: {[[1] * 25] * 25}, upstream: {[[1] * 25] * 25}"),
    ],
)
def test_nothing_is_looked_for_in_what_nobody_works_by_hand(asked: str, computation: str) -> None:
    assert slips(key_of(question(asked, computation)).questions[-1]) == []


@pytest.mark.parametrize("number", ["9" * 40, "1/" + "9" * 57, "1e18", "0"])
def test_numbers_at_the_limits(number: str) -> None:
    """Products beyond what is read are no reason to fail."""
    for asked, computation in [
        ("values", f"op: correlation, input: [{number}, 2, 3], filter: [{number}, 1], bias: {number}, padding: 1"),
        ("filter", f"op: correlation, input: [{number}, 2, 3], filter: [{number}, 1], upstream: [{number}, 1]"),
        ("input", f"op: matmul, input: [[{number}, 2]], weight: [[{number}, 1], [2, 3]], upstream: [[{number}, 1]]"),
        ("values", f"op: batchnorm, input: [{number}, 1], mean: {number}, variance: 4"),
    ]:
        assert slips(key_of(question(asked, computation)).questions[-1])


def test_other_operations_have_slips_as_well() -> None:
    for asked, computation in [("values", UP), ("values", BANK), ("values", SUM), ("values", PRODUCT), ("filter", LINE_BACK)]:
        assert len(slips(key_of(question(asked, computation)).questions[-1])) > 2
