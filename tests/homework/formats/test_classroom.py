"""GitHub Classroom's results: the reporter's two sums, as its code has them, must agree."""

from __future__ import annotations

import json
from base64 import b64decode
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.homework.formats.cases import ADA, BOB, BROKEN, CLASS, KEYLESS, RIGHT, answer, hostile, report, sheet
from tests.render.reading import NAMES

KEYS = {"name", "status", "score", "message", "test_code", "filename", "line_no", "duration"}


def read(submission: Any) -> Any:
    text = report("classroom", [submission])
    assert text.count("\n") == 1
    assert len(text) < 128 * 1024 - 100  # what Linux lets an environment variable hold
    found = json.loads(b64decode(text.rstrip(), validate=True), parse_float=Fraction, parse_int=Fraction)
    assert set(found) == {"version", "status", "max_score", "tests"}
    assert (found["version"], found["status"] in ("pass", "fail", "error")) == (1, True)
    assert all(set(test) == KEYS and test["status"] in ("pass", "fail", "error") for test in found["tests"])
    return found


def sums(found: Any) -> tuple[Fraction, Fraction]:
    """The notice adds the scores; the log multiplies the share of tests that pass by the points."""
    tests = found["tests"]
    passes = sum(test["status"] == "pass" for test in tests)
    return sum((test["score"] for test in tests), Fraction(0)), Fraction(passes, max(len(tests), 1)) * found["max_score"]


@pytest.mark.parametrize("submission", CLASS, ids=lambda submission: submission.student)
def test_both_sums_are_the_score(submission: Any) -> None:
    assert sums(read(submission)) == (submission.score, submission.score)


def test_questions_worth_the_same_are_one_test_each() -> None:
    found = read(sheet(RIGHT, RIGHT._replace(id="1.2", text="", status="wrong", score=Fraction(0), message="no")))
    assert [(test["name"], test["status"], test["score"]) for test in found["tests"]] == [
        ("1.1 What is the output volume?", "pass", 2), ("1.2", "fail", 0)
    ]  # fmt: skip
    assert found["tests"][1]["message"] == "You wrote: 32x32x10\nno"
    assert (found["status"], found["max_score"]) == ("fail", 4)


def test_others_are_as_many_tests_as_they_have_shares() -> None:
    found = read(ADA)
    assert len(found["tests"]) == 17  # 8.5 points in halves
    part = [(test["name"], test["status"], bool(test["message"])) for test in found["tests"][7:13]]
    assert part == [
        ("1.3 (1 of 2)", "pass", False), ("1.3 (2 of 2)", "fail", True), ("1.4 (1 of 2)", "error", True),
        ("1.4 (2 of 2)", "error", False), ("1.5 (1 of 2)", "fail", True), ("1.5 (2 of 2)", "fail", False),
    ]  # fmt: skip
    assert [test["name"] for test in found["tests"][13:]] == [f"hidden ({number} of 4)" for number in range(1, 5)]


def test_whole_questions_are_one_test_each_where_the_log_is_right_with_that() -> None:
    one, three = answer("1", "right", "1", "1"), answer("2", "right", "3", "3")
    wrong = [graded._replace(status="wrong", score=Fraction(0)) for graded in (one, three)]
    for answers, count in (((one, three), 2), (wrong, 2), ((one, wrong[1]), 4), ((wrong[0], three), 4)):
        found = read(sheet(*answers))
        assert len(found["tests"]) == count
        assert len(set(sums(found))) == 1


def test_no_more_tests_than_a_student_reads() -> None:
    part = answer("0", "follows", "1/4", "2")
    found = read(sheet(part, *(answer(str(number), "right", "2", "2") for number in range(1, 10))))
    assert [test["status"] for test in found["tests"]] == ["fail"] + ["pass"] * 9
    assert sums(found) == (Fraction("18.25"), Fraction(18))
    assert len(read(sheet(part._replace(score=Fraction(1)), *(answer(n, "right", "2", "2") for n in "abc")))["tests"]) == 8


def test_hidden_questions_are_told_together() -> None:
    one, other = (answer(id, "wrong", "0", "1", hidden=True) for id in "ab")
    first = read(sheet(one, other._replace(status="right", score=Fraction(1))))
    second = read(sheet(one._replace(status="right", score=Fraction(1)), other))
    assert first == second
    assert [test["status"] for test in first["tests"]] == ["pass", "fail"]


def test_how_a_run_ended() -> None:
    assert [read(submission)["status"] for submission in (BOB, ADA, BROKEN, KEYLESS)] == ["pass", "fail", "error", "error"]
    message = "the sheet could not be read: there is no key for the sheet `hw9`"
    assert [(test["status"], test["message"]) for test in read(KEYLESS)["tests"]] == [("error", message)]
    assert {test["status"] for test in read(BROKEN)["tests"]} == {"error"}


def test_too_many_shares_are_a_test_each_and_the_notice_is_right() -> None:
    answers = [answer("1", "wrong", "1/7", "1.01"), answer("2", "right", "1", "1")]
    found = read(sheet(*answers))
    assert [(test["status"], test["score"]) for test in found["tests"]] == [("fail", Fraction("0.142857")), ("pass", 1)]


def test_points_of_none() -> None:
    found = read(sheet(answer("1", "right", "0", "0"), answer("2", "wrong", "0", "0")))
    assert (found["max_score"], [test["status"] for test in found["tests"]]) == (0, ["pass", "fail"])


SCORES = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted)


@given(st.lists(SCORES, min_size=1, max_size=8), st.sampled_from([1, 2, 4, 5, 10]))
def test_the_sums_agree_for_all_points(scores: list[list[int]], parts: int) -> None:
    answers = [answer(str(number), "wrong", f"{low}/{parts}", f"{high}/{parts}") for number, (low, high) in enumerate(scores)]
    submission = sheet(*answers)
    assert sums(read(submission)) == (submission.score, submission.score)


def test_a_sheet_of_long_texts_fits_an_environment_variable() -> None:
    long = [answer(str(number), "wrong", "0", "1", "\U0001f9ff" * 5000, text="é" * 100) for number in range(190)]
    assert len(read(sheet(*long))["tests"]) == 190


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_any_text_can_be_read(one: str, other: str) -> None:
    for submission in hostile(one, other):
        read(submission)
