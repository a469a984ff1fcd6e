"""Gradescope's results.json, against what its documentation says of the file."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.homework.results import OR
from tests.homework.formats.cases import ADA, BOB, BROKEN, CLASS, HIDDEN, KEYLESS, UNREAD, WRONG, answer, hostile, report, sheet
from tests.render.reading import NAMES

TEST = {
    "number": str, "name": str, "score": Decimal, "max_score": Decimal, "status": str, "output": str, "output_format": str,
    "visibility": str,
}  # fmt: skip


def read(submission: Any) -> Any:
    """The document, with all that Gradescope asks for: a score, or one for each test, and then they agree."""
    found = json.loads(report("gradescope", [submission]), parse_int=Decimal, parse_float=Decimal)
    assert set(found) <= {"score", "output", "stdout_visibility", "tests"}
    for test in found["tests"]:
        assert {key: type(value) for key, value in test.items()} == TEST
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] in ("visible", "hidden", "after_due_date", "after_published")
        assert test["output_format"] in ("text", "html", "simple_format", "md", "ansi")
        assert 0 <= test["score"] <= test["max_score"]
    assert "score" in found or found["tests"]
    assert found.get("score", None) in (None, sum(test["score"] for test in found["tests"]))
    assert found["stdout_visibility"] == "hidden"
    return found


def test_a_sheet() -> None:
    found = read(ADA)
    assert (found["score"], found["output"]) == (Decimal("2.5"), "Homework 3\nthere is no question 9.9")
    assert [(test["number"], test["name"], str(test["score"]), test["status"]) for test in found["tests"]] == [
        ("1.1", "What is the output volume?", "2", "passed"), ("1.2", "1.2", "0", "failed"), ("1.3", "1.3", "0.5", "failed"),
        ("1.4", "1.4", "0", "failed"), ("1.5", "1.5", "0", "failed"), ("2.1", "2.1", "0", "failed"),
    ]  # fmt: skip
    assert found["tests"][1]["output"].splitlines() == [
        "You wrote: 750", WRONG.message, "Worked answer:", "  (F*F*D + 1)*K", "  (5*5*3 + 1)*10 = 760",
    ]  # fmt: skip
    assert found["tests"][3]["output"] == f"You wrote: 3,8,0\n{UNREAD.message}"


_NETWORK = "A network reads a volume of 32x32x3: " + "; ".join(f"`conv{n}` is a convolution" for n in range(9)) + "."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{_NETWORK} Look at `conv1`. What is the size of the output?", "Look at `conv1`. What is the size of the output?"),
        (f"{_NETWORK} Does it fit?\nHow large is it?", f"{_NETWORK[:87].rstrip()}... Does it fit? How large is it?"),
        ("Slide it.\n\n```text\n1 2? 3\n```\n| a |\nWhat comes out? Write rows.", "Slide it. What comes out?"),
        ("Filter the signal. Without padding.", "Filter the signal. Without padding."),
        ("x" * 200, "x" * 117 + "..."),
        ("Words of it. " * 20 + "Why? " + "y" * 119 + "?", f"Why? {'y' * 112}..."),
    ],
)
def test_a_test_is_called_what_is_asked(text: str, name: str) -> None:
    (test,) = read(sheet(answer("1", "wrong", "0", "1", text=text)))["tests"]
    assert test["name"] == name
    assert len(name) <= 120


def test_slips_that_explain_an_answer_equally_are_a_line_each() -> None:
    (test,) = read(sheet(answer("1", "wrong", "0", "1", f"one{OR}two", "7")))["tests"]
    assert test["output"] == "You wrote: 7\none\nor two"


def test_hidden_questions_are_hidden_and_empty() -> None:
    tests = read(ADA)["tests"]
    assert [test["visibility"] for test in tests] == ["visible"] * 5 + ["hidden"]
    assert (tests[5]["output"], tests[5]["max_score"]) == ("", 2)
    assert HIDDEN.text


def test_a_score_without_end_leaves_the_sum_to_gradescope() -> None:
    thirds = [answer(str(number), "follows", "1/3", "1") for number in range(3)]
    assert "score" not in read(sheet(*thirds))
    assert read(sheet(*thirds, answer("4", "right", "1/3", "1/3")))["tests"][3]["status"] == "passed"


@pytest.mark.parametrize(
    ("submission", "told"), [(BROKEN, "the mapping is not closed"), (KEYLESS, "there is no key for the sheet `hw9`")]
)
def test_a_sheet_that_cannot_be_read(submission: Any, told: str) -> None:
    found = read(submission)
    assert found["output"] == f"Homework 3\nThe sheet could not be read: {told}"
    assert found["score"] == 0
    assert {test["output"] for test in found["tests"]} <= {""}


def test_everything_right() -> None:
    assert [test["status"] for test in read(BOB)["tests"]] == ["passed", "passed"]


POINTS = st.fractions(0, 10, max_denominator=12)


@given(st.lists(st.tuples(POINTS, POINTS), max_size=8))
def test_the_sums_agree_whatever_the_points(scores: list[tuple[Any, Any]]) -> None:
    answers = [answer(str(number), "follows", min(pair), max(pair)) for number, pair in enumerate(scores)]
    found = read(sheet(*answers))
    assert abs(
        sum(test["score"] for test in found["tests"]) - Decimal(0) - sum(Decimal(str(float(min(p)))) for p in scores)
    ) < Decimal("0.0001")


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_any_text_can_be_read(one: str, other: str) -> None:
    for submission in (*hostile(one, other), *CLASS):
        read(submission)
