"""`cnncalc.grade/1`, held against its schema and against figures worked by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from tests.homework.formats.cases import ADA, ALL, BROKEN, CLASS, HIDDEN, KEYLESS, answer, hostile, report, sheet
from tests.render.reading import NAMES
from tests.schema.judge import validator


def read(submissions: list[Any]) -> Any:
    found = json.loads(report("json", submissions))
    assert [f"{error.json_path}: {error.message}" for error in validator("grade").iter_errors(found)] == []
    return found


def test_the_shape_that_others_depend_on() -> None:
    found = read([ADA])
    assert (found["schema"], found["title"]) == ("cnncalc.grade/1", "Homework 3")
    (submission,) = found["submissions"]
    head = {"path": "hw3/ada.yaml", "student": "Ada", "score": 2.5, "max_score": 8.5}
    assert {key: submission[key] for key in head} == head
    kept = ("id", "status", "score", "max_score", "misconceptions", "message")
    assert [[question[key] for key in kept] for question in submission["questions"]] == [
        ["1.1", "right", 2, 2, [], ""],
        ["1.2", "wrong", 0, 1.5, ["K101"], "the bias is missing: each of the 10 filters has one, 750 + 10 = 760"],
        ["1.3", "follows", 0.5, 1, [], "follows from 1.2: with that, it is 3,000"],
        ["1.4", "unread", 0, 1, [], "could not be read: a number is expected"],
        ["1.5", "unread", 0, 1, [], "no answer was given"],
        ["2.1", "wrong", 0, 2, [], HIDDEN.message],
    ]


def test_whole_points_are_integers() -> None:
    text = report("json", [sheet(answer("1", "right", "2", "2"), answer("2", "follows", "1/3", "1"))])
    assert '"score": 2, "max_score": 2,' in text
    assert '"score": 0.333333, "max_score": 1,' in text
    assert '"score": 2.333333, "max_score": 3,' in text


def test_the_class() -> None:
    summary = read(list(CLASS))["summary"]
    ada = round(2.5 / 8.5, 6)
    assert {key: value for key, value in summary.items() if key != "questions"} == {
        "submissions": 4, "full": 1, "unreadable": 2, "lowest": ada, "highest": 1, "mean": 0.647059, "median": 0.647059,
        "misconceptions": [{"code": "K101", "name": "bias-forgotten", "count": 1}],
    }  # fmt: skip
    assert [question["id"] for question in summary["questions"]] == [graded.id for graded in ALL]
    assert summary["questions"][1] == {
        "id": "1.2", "right": 1, "wrong": 1, "follows": 0, "unread": 0, "score": 0.5,
        "misconceptions": [{"code": "K101", "name": "bias-forgotten", "count": 1}],
    }  # fmt: skip


@pytest.mark.parametrize(("shares", "median"), [("1", 1), ("0 1", 0.5), ("1 0 1/4", 0.25), ("1 1 0 1/2", 0.75)])
def test_the_median(shares: str, median: float) -> None:
    assert read([sheet(answer("1", "right", one, "1")) for one in shares.split()])["summary"]["median"] == median


def test_nothing_is_known_of_a_class_that_could_not_be_read() -> None:
    for submissions in ([], [BROKEN], [KEYLESS]):
        summary = read(submissions)["summary"]
        assert [summary[key] for key in ("mean", "median", "lowest", "highest", "questions")] == [None] * 4 + [[]]


def test_why_a_sheet_could_not_be_read() -> None:
    problem = read([BROKEN])["submissions"][0]["problem"]
    assert (problem["code"], problem["line"], problem["path"]) == ("K502", 2, "hw3/eve.yaml")


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_texts_come_back_as_they_are(one: str, other: str) -> None:
    first, second = read(hostile(one, other))["submissions"]
    graded = first["questions"][0]
    assert (graded["id"], graded["message"], graded["given"], graded["solution"]) == (one, one, other, [one, other])
    assert (first["student"], first["remarks"], second["problem"]["message"]) == (other, [one, other], other)


def test_the_schema_refuses_what_it_should() -> None:
    found = read([ADA])
    for change in ({"status": "partly"}, {"score": -1}, {"misconceptions": ["X1"]}, {"code": "H302"}, {"more": 1}, {"id": ""}):
        question = {**found["submissions"][0]["questions"][0], **change}
        changed = {**found, "submissions": [{**found["submissions"][0], "questions": [question]}]}
        assert list(validator("grade").iter_errors(changed)), change
