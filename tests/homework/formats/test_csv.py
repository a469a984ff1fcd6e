"""One record an answer, read by the standard library's reader."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from hypothesis import given, settings

from tests.homework.formats.cases import ADA, BROKEN, CLASS, KEYLESS, answer, hostile, report, sheet
from tests.render.reading import NAMES, original


def read(submissions: list[Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(report("csv", submissions)), strict=True))


def test_every_answer_is_a_record() -> None:
    records = read(list(CLASS))
    assert len(records) == sum(max(len(submission.questions), 1) for submission in CLASS)
    assert list(records[1].values()) == [
        "hw3/ada.yaml", "Ada", "1.2", "wrong", "0", "1.5", "750", "760", "K101",
        r"the bias is missing: each of the 10 filters has one, 750 + 10 = 760",
    ]  # fmt: skip
    assert list(read([KEYLESS])[0].values()) == [
        "hw3/mallory.csv", "mallory", "", "unread", "0", "0", "", "", "", "there is no key for the sheet `hw9`"
    ]  # fmt: skip
    assert [record["question"] for record in read([BROKEN])] == ["1.5", "2.1"]


def test_the_records_add_up() -> None:
    assert sum(float(record["score"]) for record in read([ADA])) == 2.5
    assert sum(float(record["max_score"]) for record in read([ADA])) == 8.5


def test_several_slips_stand_in_one_cell() -> None:
    graded = answer("1", "wrong", "1/3", "1", misconceptions=("K102", "K104"))
    record = read([sheet(graded)])[0]
    assert (record["misconceptions"], record["score"]) == ("K102;K104", "0.333333")


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_no_spreadsheet_takes_a_text_for_a_formula(one: str, other: str) -> None:
    records = read(hostile(one, other))
    assert original(records[0]["given"]) == other
    assert original(records[0]["message"]) == one
    for record in records:
        assert not any(cell.startswith(tuple("=+-@")) for cell in record.values())
