"""Submissions in every form, as they are handed in and as they are broken."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.diagnostics import Span, UsageError
from cnncalc.homework.question import Question, Truth
from cnncalc.homework.submissions import LARGEST, Sheet, read_folder, read_submission
from cnncalc.homework.submissions.worksheet import write_worksheet

IDS = ("1.1", "1.2", "1.10", "2.1")


def sheets(name: str, content: str | bytes) -> list[Sheet]:
    return read_submission(name, content if isinstance(content, bytes) else content.encode(), IDS)


def only(name: str, content: str | bytes) -> Sheet:
    (sheet,) = sheets(name, content)
    return sheet


@pytest.mark.parametrize(
    "text",
    [
        "student: Ada\nanswers: {1.1: 32x32x10, 1.10: 1_000, 2.1: [[1, 10/3], [0, no]]}\n",
        "student: Ada\n1.1: 32x32x10\n1.10: 1_000\n2.1: [[1, 10/3], [0, no]]\n",
        "name: Ada\n1: {1: 32x32x10, '10': '1_000'}\n2: {1: [[1, 10/3], [0, no]]}\n",
        "student: Ada\nanswers:\n- {id: 1.1, answer: 32x32x10}\n- {id: 1.10, answer: 1_000}\n"
        "- {id: 2.1, answer: [[1, 10/3], [0, no]]}\n",
        "student: Ada\nanswers: {Question 1.1: 32x32x10, 1.10): 1_000, '2.1.': [[1, 10/3], [0, no]]}\n",
    ],
)
def test_yaml(text: str) -> None:
    sheet = only("a.yaml", text)
    assert (sheet.student, sheet.problem, sheet.remarks) == ("Ada", None, ())
    assert sheet.answers == {"1.1": "32x32x10", "1.10": "1_000", "2.1": [["1", "10/3"], ["0", "no"]]}


def test_what_yaml_takes_for_something_else_is_a_text() -> None:
    sheet = only("folder/ada.yml", "1.1: 1:30\n1.2: ~\n1.10: 0x10\n2.1: 1e999\n")
    assert sheet.student == "ada"
    assert sheet.answers == {"1.1": "1:30", "1.2": "~", "1.10": "0x10", "2.1": "1e999"}


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("1.1: 5\n1.2: Answer: 5\n", (2, 12), "a second `:` in one line"),
        ("1.1: **5**\n", (1, 7), "`*` or `&` without a name"),
        ("1.1: &a 5\n1.2: *a\n", (2, 6), "an alias (`*`) is no answer"),
        ("[1, 2]\n", (1, 1), "a mapping of questions to answers is expected, found a list"),
        ("760\n", (1, 1), "a mapping of questions to answers is expected, found a scalar"),
    ],
)
def test_broken_yaml_is_told_with_its_place(text: str, place: tuple[int, int], message: str) -> None:
    sheet = only("ada.yaml", text)
    assert sheet.problem is not None
    assert sheet.problem.span is not None
    assert (sheet.problem.code, sheet.problem.message, sheet.problem.span[:2]) == ("K502", message, place)
    assert (sheet.student, sheet.answers, sheet.source) == ("ada", {}, text)


def test_a_tag_runs_nothing_and_the_other_answers_count() -> None:
    sheet = only("a.yaml", "1.1: !!python/object/apply:os.system [x]\n1.2: 5\n")
    assert sheet.answers["1.2"] == "5"
    assert sheet.remarks == ("line 1: the tag `!!python/object/apply:os.system` is not part of the language",)


@pytest.mark.parametrize("name", ["a.yaml", "a.csv", "a.md"])
def test_an_answer_given_twice_is_not_read(name: str) -> None:
    text = {
        "a.yaml": "1.1: 5\n1.1: 6\n1.2: 7\n",
        "a.csv": "question,answer\n1.1,5\n1.1,6\n1.2,7\n",
        "a.md": "## 1.1\nAnswer: 5\n## 1.1\nAnswer: 6\n## 1.2\nAnswer: 7\n",
    }[name]
    sheet = only(name, text)
    assert sheet.answers == {"1.2": "7"}
    assert (sheet.unread["1.1"].code, sheet.unread["1.1"].message) == ("K503", "two answers, `5` and `6`, where one counts")


def test_the_same_answer_twice_and_a_blank_beside_one_are_one_answer() -> None:
    sheet = only("a.csv", "question,answer\n1.1,5\n1.1,5\n1.2,\n1.2,7\n2.1,8\n2.1,____\n")
    assert (sheet.answers, dict(sheet.unread)) == ({"1.1": "5", "1.2": "7", "2.1": "8"}, {})


WORDS = "word " * 6_000


@pytest.mark.parametrize(
    ("name", "head", "row", "kept"),
    [
        ("a.csv", f'question,answer\n1.1,"{WORDS}"\n', "1.1,2\n", False),
        ("a.csv", f'question,answer\n1.1,"{WORDS}"\n', "1.1,____\n", True),
        ("a.csv", f'question,answer\n1.1,"{WORDS[:4_000]}"\n', "1.1,\n", True),
        ("a.csv", "question,answer\n1.1,2\n", "1.1,2\n", True),
        ("a.csv", "question,answer\n1.1,\n", "1.1,2\n", True),
        ("a.md", f"## 1.1\nAnswer: {WORDS}\n", "## 1.1\nAnswer: 2\n", False),
        ("a.md", f"## 1.1\nAnswer: {WORDS[:4_000]}\n", "## 1.1\nAnswer:\n", True),
        ("a.yaml", f"1.1: {WORDS}\n", "1.1: 2\n", False),
    ],
)
def test_an_answer_that_is_repeated_to_the_end_of_a_file_is_read_at_once(name: str, head: str, row: str, kept: bool) -> None:
    rows = 20_000 if name == "a.yaml" else (LARGEST - len(head)) // len(row)
    sheet = only(name, head + row * rows)
    assert (sheet.problem, "1.1" in sheet.answers, "1.1" in sheet.unread) == (None, kept, not kept)


def test_questions_that_there_are_not_are_remarked() -> None:
    assert only("a.yaml", "1.1: 5\n9.9: 6\n").remarks == ("line 2: there is no question `9.9`",)
    many = only("a.csv", "question,answer\n" + "".join(f"9.{n},1\n" for n in range(500)))
    assert (len(many.remarks), many.remarks[-1]) == (21, "and 480 more")


@pytest.mark.parametrize(
    "content",
    [
        "question,answer\n1.1,32x32x10\n1.10,\"34,944\"\n",
        "Question;Answer\r\n1.1;32x32x10\r\n1.10;34,944\r\n",
        "1.1\t32x32x10\n1.10\t34,944\n",
        'sep=;\n"question";"answer"\n"1.1";"32x32x10"\n="1.10";"34,944"\n',
        "question,answer\n1.1,32x32x10\n1.10,34,944\n",
        "1.1;1.10\n32x32x10;34,944\n",
        "\ufeffquestion,answer\n1.1,32x32x10\n1.10,\"34,944\"\n".encode("utf-16"),
        "\ufeffquestion,answer\n1.1,32x32x10\n1.10,\"34,944\"\n".encode(),
    ],
)  # fmt: skip
def test_csv_of_one_student(content: str | bytes) -> None:
    sheet = only("ada.csv", content)
    assert (sheet.student, sheet.remarks, sheet.answers) == ("ada", (), {"1.1": "32x32x10", "1.10": "34,944"})


@pytest.mark.parametrize(
    "content",
    [
        "student,1.1,1.10\nAda,5,7\nJürgen,6,\n",
        "question,answer,student\n1.1,5,Ada\n1.1,6,Jürgen\n1.10,7,Ada\n1.10,,Jürgen\n",
        "Student Name\tQ1.1\tQ1.10\nAda\t5\t7\nJürgen\t6\n".encode("utf-16"),
        "who;1.1;1.10\nAda;5;7\nJürgen;6;\n",
    ],
)
def test_csv_of_several_students(content: str | bytes) -> None:
    found = sheets("class.csv", content)
    assert [sheet.student for sheet in found] == ["Ada", "Jürgen"]
    assert [{id: raw for id, raw in sheet.answers.items() if raw} for sheet in found] == [{"1.1": "5", "1.10": "7"}, {"1.1": "6"}]


def test_a_row_that_an_unquoted_comma_moves_is_not_graded() -> None:
    ada, bob = sheets("class.csv", "student,1.1,1.2\nAda,34,944,5\nBob,6,7\n")
    assert ada.problem is not None
    assert ada.problem.message == "line 2 has 4 cells under 3 columns: an answer with `,` must stand in quotes"
    assert (ada.problem.span, ada.student, ada.answers) == (Span(2, 1, 2, 1), "Ada", {})
    assert (bob.problem, bob.answers) == (None, {"1.1": "6", "1.2": "7"})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "x,y\n1,2\n", "the first row names no question"),
        ("a.csv", 'question,answer\n1.1,"abc\n', "no row of a table: unexpected end of data"),
        ("a.csv", "student,1.1\n", "the file holds no answers"),
        ("a.yaml", "answers: [760, 0.45]\n", "`answers` must say which question each is to"),
        ("a.csv", "student,1.1\n" + "x,1\n" * 5001, "the table has more than 5,000 students"),
        ("a.csv", "1" * 3 + ",1" * 500_000, "line 1 has more than 2,000 cells"),
        ("a.csv", "student,1.1\nAda,5\nBob,6" + ",7" * 2_000, "line 3 has more than 2,000 cells"),
        ("a.yaml", "1.1: 5\n" * 140_000, "more than 50,000 YAML events"),
        ("a.yaml", "1.1: [" + "1, " * 100_000 + "]", "more than 50,000 YAML events"),
        ("a.yaml", "", "the file is empty"),
        ("a.md", " \n\n", "the file is empty"),
        ("a.md", b"\x89PNG\r\n\x1a\n\x00", "the file is no text: U+001A at character 7"),
        ("a.yaml", b"1.1: \x81", "byte 0x81 at offset 5 is not UTF-8"),
        ("a.yaml", b"\xff\xfe\x00", "the file is broken UTF-16 at byte 2"),
        ("a.md", b"x" * (LARGEST + 1), "the file is larger than 1,048,576 bytes"),
    ],
)
def test_files_of_which_nothing_can_be_read(name: str, content: str | bytes, message: str) -> None:
    sheet = only(name, content)
    assert sheet.problem is not None
    assert (sheet.problem.code, sheet.problem.message, sheet.answers) == ("K502", message, {})


def test_an_old_windows_editor_is_read_with_a_remark() -> None:
    sheet = only("a.yaml", "student: Jürgen\n1.1: 5\n".encode("cp1252"))
    assert (sheet.student, sheet.remarks) == ("Jürgen", ("the file is not UTF-8 and was read as Windows-1252",))


QUESTIONS = (
    Question("1.1", "output", "sizes", "What comes out?\n# no heading\nAnswer: neither", (Truth((Fraction(1),)),), ()),
    Question("1.2", "params", "number", "How many?", (Truth(Fraction(1)),), (), points=Fraction(2)),
    Question("2.1", "values", "cells", "Compute\n\n```text\n1 2\n# 3\n```", (Truth((Fraction(1),)),), ()),
)
BLANK = write_worksheet("Homework 3", "3-07", QUESTIONS)
ROOM = "_" * 20
FILLED = (
    BLANK.replace(f"Student: {ROOM}", "Student: Ada Lovelace")
    .replace(f"Answer: {ROOM}", "Answer: 32x32x10", 1)
    .replace(f"Answer: {ROOM}", "Answer: 760")
    .replace("```text\n\n```", "```text\n1 2\n_ 4\n```")
)
ANSWERS = {"1.1": "32x32x10", "1.2": "760", "2.1": "1 2 _ 4"}


def bare(sheet: Sheet) -> dict[str, str]:
    """Answers without fill and line ends."""
    return {id: " ".join(str(raw).split()) for id, raw in sheet.answers.items()}


def test_a_worksheet_that_was_not_filled_in_has_no_answers() -> None:
    sheet = only("ada.md", BLANK)
    assert (bare(sheet), sheet.student, sheet.sheet, sheet.remarks) == ({"1.1": "", "1.2": "", "2.1": ""}, "ada", "3-07", ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""), ("\n", "\r\n"), ("## ", "##"), ("## ", ""), ("## ", "### "), ("Answer:", "**Answer:**"),
        ("Answer: ", "Answer:\n\n"),
        ("Answer: ", "> Answer: "), ("Answer:", "answer ="), ("Answer: 760", "Answer: ______760______"),
        ("Answer: 760", "**Answer: 760**"),
        ("Answer: 760", "Answer:\n___760___"), ("Answer: 760", "Answer:\n\n- 760\n"),
        ("Answer: 760", "Answer: 760\n<!-- sure? -->"),
        ("```text\n1 2", "1 2"), ("_ 4\n```", "_ 4"), ("1.2 (2 points)", "1.2"), ("Student:", "**Student:**"),
        ("Sheet: ", "Sheet:"),
        ("32x32x10", "32x32x10\n\n---"), ("1.1 (1 point)", "**1.1** (1 point)"), ("## 1.2", "## Question 1.2"),
    ],
)  # fmt: skip
def test_a_worksheet_survives_what_people_do_to_it(old: str, new: str) -> None:
    text = FILLED.replace(old, new) if old else FILLED
    assert (text == FILLED) == (not old)
    for name in ("w.md", "w.txt"):
        sheet = only(name, text)
        assert (bare(sheet), sheet.student, sheet.sheet, sheet.remarks) == (ANSWERS, "Ada Lovelace", "3-07", ())


def test_escapes_of_a_markdown_editor_are_taken_back() -> None:
    assert only("w.md", "## 1.1\nAnswer: \\[\\[1, 2\\], \\[3, \\_\\]\\]\n").answers == {"1.1": "[[1, 2], [3, _]]"}


def test_a_question_without_its_line_of_answer_is_remarked() -> None:
    sheet = only("w.md", FILLED.replace("Answer: 760", "760"))
    assert (sheet.remarks, "1.2" in sheet.answers) == (("question 1.2 has no line that begins with `Answer:`",), False)


def test_a_text_file_can_hold_any_form() -> None:
    for text in ("1.1: 5\n1.2: 6\n", "question,answer\n1.1,5\n1.2,6\n", "## 1.1\nAnswer: 5\n## 1.2\nAnswer: 6\n"):
        assert only("a.txt", text).answers == {"1.1": "5", "1.2": "6"}


def test_a_folder_gives_its_submissions_in_order(tmp_path: Path) -> None:
    inside = tmp_path / "class"
    inside.mkdir()
    names = ["b.yaml", "a.csv", "c.md", "d.txt", "homework.key.yaml", ".hidden.md", "notes.pdf", "E.YML"]
    for name in names:
        (inside / name).write_text("x")
    (tmp_path / "outside.md").write_text("secret")
    os.symlink(tmp_path / "outside.md", inside / "link.md")
    os.symlink(inside / "c.md", inside / "same.md")
    os.mkfifo(inside / "pipe.md")
    found = read_folder([str(inside), str(inside / "notes.pdf"), str(inside / "b.yaml")])
    assert [os.path.basename(path) for path in found] == ["E.YML", "a.csv", "b.yaml", "c.md", "d.txt", "notes.pdf"]


def test_a_path_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file or folder"):
        read_folder([str(tmp_path / "ada.yaml")])
    with pytest.raises(UsageError, match="cannot be read"):
        read_folder(["a\0b"])


PIECES = ["1.1", "1.2", ": ", "\n", "- ", "[", "]", "{", "}", ",", ";", "\t", '"', "student", "answers", "question",
"answer", "Answer:",
          "## ", "(2 points)", "*a", "&a ", "!!x", "|\n  ", "```", "____", "\\", "\r\n", "\x85", "\u2028", "<!--", "-->",
          "sep=;\n"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)))
def test_no_file_raises_anything(content: str | bytes) -> None:
    for name in ("a.yaml", "a.csv", "a.md", "a.txt"):
        for sheet in sheets(name, content):
            assert sheet.problem is None or sheet.problem.code == "K502"


@pytest.mark.parametrize("piece", PIECES)
def test_files_of_one_piece_are_read_to_the_bound(piece: str) -> None:
    for name in ("a.csv", "a.md"):
        assert sheets(name, (piece * LARGEST)[: LARGEST // 4])
