"""What a terminal shows: one sheet, and a class."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from cnncalc.homework.formats import class_report
from cnncalc.homework.results import OR, Results
from cnncalc.render import Look
from tests.homework.formats.cases import ADA, BLANK, BOB, BROKEN, CLASS, RIGHT, UNREAD, WRONG, report, sheet

SHEET = """\
Ada
Homework 3, hw3/ada.yaml
2.5 of 8.5 points (29 %)
note: there is no question 9.9

✓ 1.1  2 of 2    32x32x10
✗ 1.2  0 of 1.5  750
       the bias is missing: each of the 10 filters has one, 750 + 10 = 760 [K101]
         (F*F*D + 1)*K
         (5*5*3 + 1)*10 = 760
~ 1.3  0.5 of 1  3,000
       follows from 1.2: with that, it is 3,000
? 1.4  0 of 1    3,8,0
       could not be read: a number is expected [K501]
? 1.5  0 of 1    no answer was given
  2.1  hidden
"""
UNREADABLE = """\
eve
Homework 3, hw3/eve.yaml

error[K502]: the mapping is not closed
 --> hw3/eve.yaml:2:3
  |
2 | b: {c
  |   ^^
"""
STUDENTS = """\
Homework 3: 4 submissions

student      points         answers
Ada      2.5 of 8.5   29 %  ✓✗~??✗
Bob      3.5 of 3.5  100 %  ✓✓
eve        not read
mallory    not read

✓ right, ✗ wrong, ~ follows from an earlier answer, ? not read or left out
hw3/eve.yaml: the mapping is not closed
hw3/mallory.csv: there is no key for the sheet `hw9`
"""
SUMS = """\
Mean 65 %, median 65 %, from 29 % to 100 %; 1 of 2 full.

Questions, the hardest first
question  right  wrong  follows  unread  points  mostly
1.4           0      0        0       1     0 %
1.5           0      0        0       1     0 %
2.1           0      1        0       0     0 %
1.2           1      1        0       0    50 %  K101 bias-forgotten (1)
1.3           0      0        1       0    50 %
1.1           2      0        0       0   100 %

Misconceptions, the most frequent first
1  K101 bias-forgotten: in 1.2
   Ada, 1.2: 750: the bias is missing: each of the 10 filters has one, 750 + 10 = 760
"""


def test_one_sheet() -> None:
    assert report("text", [ADA]) == SHEET
    assert report("text", [BROKEN]) == UNREADABLE


def test_a_class_stands_around_its_sheets() -> None:
    rule = "-" * 100 + "\n"
    parts = report("text", CLASS).split(rule)
    assert (len(parts), parts[0], parts[1], parts[3], parts[-1]) == (6, STUDENTS, SHEET, UNREADABLE, SUMS)


def test_the_class_alone() -> None:
    assert class_report.render(Results("Homework 3", CLASS), Look()) == f"{STUDENTS}\n{SUMS}"


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_it_fits_the_terminal(width: int) -> None:
    long = sheet(
        WRONG._replace(message="one filter of many " * 20, solution=("word " * 60,)), student="名" * 60, remarks=["x " * 90]
    )
    for text in (report("text", [ADA], Look(width=width)), report("text", [long], Look(width=width))):
        assert max(map(cell_len, text.splitlines()[1:])) <= width
    for line in class_report.render(Results("Homework 3", (*CLASS, long)), Look(width=max(width, 60))).splitlines():
        assert cell_len(line) <= max(width, 60)


def test_words_are_kept_in_lines() -> None:
    text = report("text", [sheet(WRONG)], Look(width=40))
    assert text.splitlines()[5:9] == [
        "       the bias is missing: each of the",
        "       10 filters has one, 750 + 10 =",
        "       760 [K101]",
        "         (F*F*D + 1)*K",
    ]


def test_marks_give_way_where_there_are_too_many_questions() -> None:
    many = sheet(*(RIGHT._replace(id=str(number)) for number in range(70)))
    assert "✓" * 70 in class_report.render(Results("", (many, BOB)), Look())
    narrow = class_report.render(Results("", (many, BOB)), Look(width=80))
    assert "answers" not in narrow
    assert "✓" not in narrow


def test_a_long_class_is_a_line_a_student() -> None:
    students = [sheet(RIGHT, BLANK, student=f"Student {number}") for number in range(500)]
    lines = class_report.render(Results("", tuple(students)), Look(width=80)).splitlines()
    assert lines[0] == "500 submissions"
    assert len([line for line in lines if line.endswith("67 %  ✓?")]) == 500


def test_where_there_is_but_ascii() -> None:
    for text in (report("text", CLASS, Look(ascii_only=True)), class_report.render(Results("", CLASS), Look(ascii_only=True))):
        assert text.isascii()
    assert "\nx 1.2  0 of 1.5  750\n" in report("text", [ADA], Look(ascii_only=True))


def test_colour_changes_nothing_else() -> None:
    for submissions in ([ADA], [BROKEN], list(CLASS)):
        colored = report("text", submissions, Look(color=True))
        assert "\x1b[" in colored
        assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == report("text", submissions)
    assert "\x1b[31m✗\x1b[0m 1.2" in report("text", [ADA], Look(color=True))


def test_an_unread_answer_names_its_code_and_a_blank_none() -> None:
    text = report("text", [sheet(UNREAD, BLANK)])
    assert ("[K501]" in text, "[K504]" in text) == (True, False)


def test_blanks_one_after_the_other_are_one_line() -> None:
    blanks = [BLANK._replace(id=id) for id in ("1d", "1e", "2c")]
    marked = BLANK._replace(id="2d", given="-")
    lines = report("text", [sheet(RIGHT, *blanks, marked, BLANK, WRONG._replace(hidden=True), BLANK)]).splitlines()
    assert lines[4:] == [
        "✓ 1.1  2 of 2  32x32x10", "? 1d, 1e, 2c  0 of 3  no answer was given", "? 2d   0 of 1  -", "       no answer was given",
        "? 1.5  0 of 1  no answer was given", "  1.2  hidden", "? 1.5  0 of 1  no answer was given",
    ]  # fmt: skip
    many = sheet(*(BLANK._replace(id=str(number)) for number in range(40)))
    shown = report("text", [many], Look(width=60)).splitlines()[4:]
    assert shown[0].startswith("? 0, 1, 2, ")
    assert " ".join(map(str.strip, shown)).endswith("38, 39 0 of 40 no answer was given")
    assert max(map(len, shown)) <= 60


def test_slips_that_explain_an_answer_equally_are_a_line_each() -> None:
    graded = WRONG._replace(message=f"one{OR}two{OR}three", misconceptions=("K101", "K102"))
    lines = report("text", [sheet(graded)]).splitlines()
    assert lines[5:8] == ["       one", "       or two", "       or three [K101, K102]"]
    assert class_report.render(Results("", (sheet(graded),)), Look()).endswith("   Ada, 1.2: 750: one\n   or two\n   or three\n")


def test_several_submissions_of_one_student_are_told() -> None:
    again = sheet(RIGHT, path="hw3/ada2.yaml", student="Ada ")
    text = class_report.render(Results("", (ADA, BOB, again)), Look())
    assert "\nAda  hw3/ada.yaml   2.5 of 8.5" in text
    assert "\nAda  hw3/ada2.yaml " in text
    assert "\nBob   " in text
    assert "\n2 submissions are by Ada: each counts as one of its own\n" in text
    assert "are by" not in class_report.render(Results("", CLASS), Look())


def test_a_class_of_which_nothing_could_be_read() -> None:
    text = class_report.render(Results("Homework 3", (BROKEN, BROKEN)), Look())
    assert "Mean" not in text
    assert "Questions" not in text
