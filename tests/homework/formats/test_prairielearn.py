"""PrairieLearn's results.json, against what its documentation says of external graders."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from tests.homework.formats.cases import (
    ADA,
    BLANK,
    BOB,
    BROKEN,
    CLASS,
    FOLLOWS,
    HIDDEN,
    KEYLESS,
    RIGHT,
    SECRET,
    UNREAD,
    WRONG,
    answer,
    hostile,
    report,
    sheet,
)
from tests.render.reading import NAMES


def read(submission: Any) -> Any:
    text = report("prairielearn", [submission])
    assert len(text.encode()) <= 1_000_000
    found = json.loads(text, parse_int=Decimal, parse_float=Decimal)
    if not found["gradable"]:
        assert set(found) == {"gradable", "format_errors"}
        assert found["format_errors"]
        assert all(isinstance(error, str) and error for error in found["format_errors"])
        return found
    assert set(found) == {"gradable", "score", "output", "tests"}
    assert 0 <= found["score"] <= 1
    for test in found["tests"]:
        assert set(test) == {"name", "description", "points", "max_points", "output"}
        assert 0 <= test["points"] <= test["max_points"]
    return found


def test_what_was_written_and_not_read_loses_no_attempt() -> None:
    assert read(ADA) == {"gradable": False, "format_errors": [f"1.4: {UNREAD.message}"]}
    assert read(BROKEN) == {"gradable": False, "format_errors": ["line 2: the mapping is not closed"]}
    assert read(KEYLESS) == {"gradable": False, "format_errors": ["there is no key for the sheet `hw9`"]}


@pytest.mark.parametrize("code", ["K501", "K502", "K503"])
def test_every_way_not_to_be_read(code: str) -> None:
    assert not read(sheet(RIGHT, UNREAD._replace(code=code)))["gradable"]


def test_a_blank_is_an_answer() -> None:
    found = read(sheet(RIGHT, BLANK))
    assert found["score"] == Decimal("0.666667")
    assert [test["points"] for test in found["tests"]] == [2, 0]


def test_a_hidden_answer_that_was_not_read_is_not_told() -> None:
    hidden = UNREAD._replace(hidden=True, message=SECRET)
    assert read(sheet(hidden))["format_errors"] == ["1.4: the answer could not be read"]


def test_the_tests_add_up_to_the_score_and_the_hidden_ones_are_one() -> None:
    found = read(sheet(RIGHT, WRONG, FOLLOWS, HIDDEN, HIDDEN._replace(id="2.2", status="right", score=HIDDEN.max_score)))
    assert [(test["name"], test["points"], test["max_points"]) for test in found["tests"]] == [
        ("1.1", 2, 2), ("1.2", 0, Decimal("1.5")), ("1.3", Decimal("0.5"), 1), ("hidden", 2, 4),
    ]  # fmt: skip
    assert found["score"] == Decimal("0.529412")  # 4.5 of 8.5
    assert found["tests"][0]["description"] == "What is the output volume?"


def test_all_points_are_a_score_of_one() -> None:
    assert (read(BOB)["score"], read(sheet())["score"]) == (1, 1)


def test_a_sheet_of_long_texts_stays_below_a_megabyte() -> None:
    long = [
        answer(str(number), "wrong", "0", "1", "\U0001f9ff" * 5000, "é" * 5000, solution=("x" * 9000,) * 9)
        for number in range(900)
    ]
    found = read(sheet(*long))
    assert len(found["tests"]) == 900
    short = read(sheet(*long[:2]))
    assert max(map(len, short["tests"][0]["output"].splitlines())) == 2000


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_any_text_can_be_read(one: str, other: str) -> None:
    for submission in (*hostile(one, other), *CLASS):
        read(submission)
