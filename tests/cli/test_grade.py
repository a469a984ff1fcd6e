"""`cnncalc grade`: a class of submissions, its reports, and exit statuses."""

from __future__ import annotations

import csv
import json
import os
from base64 import b64decode
from io import StringIO
from pathlib import Path

import pytest
from junitparser import JUnitXml

from cnncalc.homework.formats import FORMATS
from tests.cli.runner import Done, call
from tests.cli.test_completion import offered
from tests.schema.judge import validator

KEY = """\
title: Homework 3
sheet: hw3
questions:
  - {id: 1.1, ask: output, network: alexnet, layer: conv1, points: 2}
  - {id: 1.2, ask: params, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}, answer: 760}
  - {id: 2.1, ask: padding, find: {input: 32, kernel: 5, stride: 2, output: 16}, hidden: true}
"""
ADA = "student: Ada Lovelace\nanswers: {1.1: 55x55x96, 1.2: 750, 2.1: '[1, 2]'}\n"
BOB = "# Homework 3\n\nStudent: Bob\n\n## 1.1\n\nAnswer: 55 x 55 x 96\n\n## 1.2\n\nAnswer: 760\n\n## 2.1\n\nAnswer: 1, 2\n"
TABLE = 'student,1.1,1.2,2.1\nEve,96x55x55,76,1\nMal,"1,2,3",???,=cmd()\n'
ONE_EACH = ("gradescope", "prairielearn", "classroom")


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A key and a folder of sheets, one of them broken."""
    (tmp_path / "hw.key.yaml").write_text(KEY, "utf-8")
    (tmp_path / "in").mkdir()
    for name, text in {"ada.yaml": ADA, "bob.md": BOB, "both.csv": TABLE, "eve.yaml": "a: {b\n"}.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    return tmp_path


def grade(room: Path, *arguments: str, key: str = "hw.key.yaml") -> Done:
    return call("grade", *arguments, "--key", key, cwd=room)


def test_one_sheet(room: Path) -> None:
    done = grade(room, "in/ada.yaml")
    assert (done.status, done.err) == (1, "")
    assert done.out.startswith(
        "Ada Lovelace\nHomework 3, in/ada.yaml\n3 of 4 points (75 %)\n\n✓ 1.1  2 of 2  55x55x96\n✗ 1.2  0 of 1  750\n"
    )
    assert "each of the 10 filters has one, 750 + 10 = 760 [K101]" in done.out


def test_exit_statuses(room: Path) -> None:
    assert grade(room, "in/bob.md").status == 0
    assert grade(room, "in/bob.md", "in/ada.yaml").status == 1
    assert grade(room, "in", "--exit-zero").status == 0
    assert grade(room, "in/eve.yaml").status == 1


def test_one_broken_file_stops_nothing(room: Path) -> None:
    (room / "in" / "noise.md").write_bytes(bytes(range(256)))
    (room / "in" / "large.yaml").write_bytes(b"a" * (1 << 20) + b"a")
    done = grade(room, "in", "-f", "json")
    assert done.err == ""
    found = json.loads(done.out)
    assert list(validator("grade").iter_errors(found)) == []
    assert [(one["student"], one["score"], bool(one["problem"])) for one in found["submissions"]] == [
        ("Ada Lovelace", 3, False), ("Bob", 4, False), ("Eve", 2, False), ("Mal", 0, False), ("eve", 0, True), ("large", 0, True),
        ("noise", 0, True),
    ]  # fmt: skip
    assert [row["question"] for row in csv.DictReader(StringIO(grade(room, "in", "-f", "csv").out))][:3] == ["1.1", "1.2", "2.1"]


def test_the_class(room: Path) -> None:
    done = grade(room, "in", "--summary")
    assert (done.status, done.err) == (1, "")
    assert done.out.startswith(
        "Homework 3: 5 submissions\n\nstudent         points         answers\nAda Lovelace    3 of 4   75 %  ✓✗✓\n"
    )
    sheets = grade(room, "in").out.split("-" * 100 + "\n")
    assert (len(sheets), done.out) == (7, f"{sheets[0]}\n{sheets[-1]}")


def test_narrow_and_without_colour(room: Path) -> None:
    wide, narrow = (call("grade", "in", "--key", "hw.key.yaml", cwd=room, env={"COLUMNS": width}).out for width in ("200", "60"))
    assert max(map(len, narrow.splitlines())) <= 60 < max(map(len, wide.splitlines()))
    assert "\x1b" not in wide
    assert "\x1b[32m✓" in grade(room, "in", "--color", "always").out


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_into_a_file(room: Path, format: str) -> None:
    done = grade(room, "in/ada.yaml", "-f", format, "-o", "out.txt")
    assert (done.status, done.err) == (1, "")
    assert done.out == ("score: 0.75\n" if format == "junit" else "")
    assert (room / "out.txt").read_text("utf-8") == grade(room, "in/ada.yaml", "-f", format).out


def test_a_score_stands_last_where_the_junit_report_is_a_file(room: Path) -> None:
    done = grade(room, "in/ada.yaml", "--report", "junit=grades.xml")
    assert done.out == grade(room, "in/ada.yaml").out + "score: 0.75\n"
    assert len(JUnitXml.fromstring((room / "grades.xml").read_bytes())) == 1
    assert grade(room, "in/eve.yaml", "-f", "junit", "-o", "grades.xml").out == "score: 0\n"
    assert grade(room, "in", "-f", "junit", "-o", "grades.xml").out == ""
    json.loads(grade(room, "in/ada.yaml", "-f", "json", "--report", "junit=grades.xml").out)
    JUnitXml.fromstring(grade(room, "in/ada.yaml", "-f", "junit", "--report", "junit=other.xml").out.encode())


def test_several_reports_of_one_run(room: Path) -> None:
    done = grade(room, "in", "-f", "csv", "-o", "all.csv", "--report", "json=all.json", "--report", "gradescope=each")
    assert (done.status, done.out, done.err) == (1, "", "")
    assert (room / "all.csv").read_text("utf-8") == grade(room, "in", "-f", "csv").out
    assert (room / "all.json").read_text("utf-8") == grade(room, "in", "-f", "json").out
    assert len(os.listdir(room / "each")) == 5


@pytest.mark.parametrize("format", ONE_EACH)
def test_a_document_for_each_submission(room: Path, format: str) -> None:
    ending = ".txt" if format == "classroom" else ".json"
    done = grade(room, "in", "-f", format, "-o", "new/folder")
    assert (done.status, done.out, done.err) == (1, "", "")
    names = [f"{name}{ending}" for name in ("ada", "bob", "in-both-Eve", "in-both-Mal", "eve")]
    assert set(os.listdir(room / "new/folder")) == set(names)
    for name in names:
        text = (room / "new/folder" / name).read_text("utf-8")
        assert isinstance(json.loads(b64decode(text) if format == "classroom" else text), dict)
    assert (room / "new/folder" / names[0]).read_text("utf-8") == grade(room, "in/ada.yaml", "-f", format).out


def test_a_folder_is_one_also_where_one_sheet_is_in_it(room: Path) -> None:
    for name in ("bob.md", "both.csv", "eve.yaml"):
        (room / "in" / name).unlink()
    assert grade(room, "in", "-f", "gradescope", "-o", "out").status == 1
    assert os.listdir(room / "out") == ["ada.json"]
    assert grade(room, "in/ada.yaml", "-f", "gradescope", "-o", "out").status == 1
    assert os.listdir(room / "out") == ["ada.json"]
    assert grade(room, "in/ada.yaml", "-f", "prairielearn", "-o", "grade/results/results.json").status == 1
    assert json.loads((room / "grade/results/results.json").read_text("utf-8"))["score"] == 0.75


def test_names_that_are_hostile_or_the_same(room: Path) -> None:
    for folder in ("a", "b"):
        (room / folder).mkdir()
        (room / folder / "hw.yaml").write_text(ADA, "utf-8")
    (room / "in" / "both.csv").write_text("student,1.1\n../../x,1\n../../x,2\n" + "n" * 300 + ",3\n", "utf-8")
    assert grade(room, "a", "b", "in/both.csv", "-f", "gradescope", "-o", "out").err == ""
    assert sorted(os.listdir(room / "out")) == sorted([
        "a-hw-Ada_Lovelace.json", "b-hw-Ada_Lovelace.json", "in-both-.._.._x.json", "in-both-.._.._x-2.json",
        f"in-both-{'n' * 92}.json",
    ])  # fmt: skip
    assert sorted(os.listdir(room)) == ["a", "b", "hw.key.yaml", "in", "out"]


def test_a_name_of_many_bytes_is_cut_to_what_a_folder_takes(room: Path) -> None:
    text = "student,1.1\n" + "李" * 200 + ",1\n" + "李" * 199 + ",2\n"
    (room / "in" / "both.csv").write_text(text, "utf-8")
    assert grade(room, "in/both.csv", "-f", "gradescope", "-o", "out").err == ""
    assert len(os.listdir(room / "out")) == 2


def test_a_refused_report_leaves_no_folder(room: Path) -> None:
    done = grade(room, "in/ada.yaml", "-f", "gradescope", "-o", "new/a/x.json", "--report", "csv=nowhere/y.csv")
    assert (done.status, done.out) == (2, "")
    assert "there is no folder" in done.err
    assert not (room / "new").exists()


def test_a_folder_of_keys(room: Path) -> None:
    (room / "keys").mkdir()
    (room / "keys" / "hw3.key.yaml").write_text(KEY, "utf-8")
    other = KEY.replace("hw3", "hw4").replace("filters: 10", "filters: 20").replace("760", "1520")
    (room / "keys" / "other.key.yaml").write_text(f"{other}  - {{id: 9, ask: depth, network: alexnet, layer: conv1}}\n", "utf-8")
    sheets = {
        "one": f"sheet: hw3\n{ADA}".replace("}", ", 9: 96}"), "two": f"sheet: hw4\n{ADA}", "three": f"sheet: no\n{ADA}",
        "other": ADA, "four": ADA,
    }  # fmt: skip
    for name, text in sheets.items():
        (room / "in" / f"{name}.yaml").write_text(text, "utf-8")
    done = grade(room, *(f"in/{name}.yaml" for name in sheets), "-f", "json", key="keys")
    graded = json.loads(done.out)["submissions"]
    assert [[question["expected"] for question in one["questions"][1:2]] for one in graded] == [
        ["760"],
        ["1,520"],
        [],
        ["1,520"],
        [],
    ]
    assert graded[0]["remarks"] == ["line 3: there is no question `9`"]
    assert [one["problem"] and one["problem"]["message"] for one in graded] == [
        None, None, "there is no key for the sheet `no`", None, "the file does not say which sheet it is",
    ]  # fmt: skip


def test_a_table_of_several_sheets_is_graded_by_the_key_of_each_line(room: Path) -> None:
    (room / "keys").mkdir()
    for word, id, about in (("A", "1", "network: lenet5, layer: c1"), ("B", "2", "network: alexnet, layer: conv1")):
        text = f"sheet: {word}\nquestions:\n  - {{id: {id}, ask: depth, {about}}}\n"
        (room / "keys" / f"{word}.key.yaml").write_text(text, "utf-8")
    for columns, ada, bob in (("1", "6", "7"), ("1,2", "6,", ",96")):
        (room / "class.csv").write_text(f"student,sheet,{columns}\nada,A,{ada}\nbob,B,{bob}\n", "utf-8")
        done = grade(room, "class.csv", "-f", "json", key="keys")
        assert done.err == ""
        statuses = [[one["status"] for one in found["questions"]] for found in json.loads(done.out)["submissions"]]
        assert statuses == [["right"], ["unread" if columns == "1" else "right"]]


def test_a_key_is_checked(room: Path) -> None:
    done = call("grade", "--check-key", "--key", "hw.key.yaml", cwd=room)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Homework 3: 3 questions, 4 points\n\n1.1 (2 points)\n")
    assert "\n2.1 (1 point, hidden)\n" in done.out
    assert "  = 760\n    parameters = (F*F*D + 1)*K = (5*5*3 + 1)*10 = 760\n" in done.out
    (room / "hw.key.yaml").write_text(KEY.replace("answer: 760", "answer: 770"), "utf-8")
    for arguments in (["--check-key"], ["in/ada.yaml"]):
        done = grade(room, *arguments)
        assert (done.status, done.out) == (1, "")
        assert done.err.startswith("error[K605]: the key contradicts itself: the answer is 760\n --> hw.key.yaml:5:")


def test_what_is_to_find_is_one_line_of_a_checked_key(room: Path) -> None:
    (room / "k.yaml").write_text("questions: [{ask: kernel, find: {input: 7, stride: 2, output: 3}}]\n", "utf-8")
    done = call("grade", "--check-key", "--key", "k.yaml", "--width", "100", cwd=room)
    assert done.out.endswith(
        "  = 3 (padding 0); or 4 (padding [0, 1]), 5 (padding 1), 6 (padding [1, 2]), 7 (padding 2), 8\n"
        "    (padding [2, 3]), 9 (padding 3), 10 (padding [3, 4]) and 42 more\n"
        "    (7 + 2*0 - 3)/2 + 1 = 3\n    many answers are right, this is the nearest\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("in",), "cnncalc: no key is named\n  help: as in `--key homework.key.yaml`\n"),
        (("--key", "hw.key.yaml"),
         "cnncalc: no submission is named\n  help: as in `cnncalc grade ada.yaml --key homework.key.yaml`\n"),
        (("in", "--key", "no.yaml"), "cnncalc: there is no file no.yaml\n"),
        (("gone.yaml", "--key", "hw.key.yaml"), "cnncalc: there is no file or folder gone.yaml\n"),
        (("in", "--key", "in"), "cnncalc: there is no key in in\n  help: keys end in .key.yaml\n"),
        (("in", "--key", "hw.key.yaml", "-f", "jsn"), "cnncalc: there is no format `jsn`\n  help: did you mean `json`?\n"),
        (("in", "--key", "hw.key.yaml", "--report", "junit"),
         "cnncalc: --report junit names no file\n  help: write --report FORMAT=FILE, such as --report junit=grades.xml\n"),
        (("in", "--key", "hw.key.yaml", "--summary", "-f", "json"),
         "cnncalc: --summary is a page of text, not json\n  help: json has a summary in any case\n"),
        (("in", "--check-key", "--key", "hw.key.yaml"),
         "cnncalc: --check-key takes no submissions\n  help: leave them or --check-key out\n"),
        (("in", "--key", "hw.key.yaml", "-f", "gradescope"),
         "cnncalc: a document of gradescope holds one submission, not 5\n"
         "  help: `-o FOLDER` or `--report gradescope=FOLDER` writes a file for each\n"),
        (("in", "--key", "hw.key.yaml", "-f", "gradescope", "-o", "hw.key.yaml"),
         "cnncalc: the folder hw.key.yaml cannot be made: file exists\n"),
    ],
)  # fmt: skip
def test_refusals(room: Path, arguments: tuple[str, ...], message: str) -> None:
    done = call("grade", *arguments, cwd=room)
    assert (done.status, done.out, done.err) == (2, "", message)


@pytest.mark.parametrize("target", ["in/ada.yaml", "hw.key.yaml", "in/../hw.key.yaml"])
def test_nothing_that_is_read_is_written_over(room: Path, target: str) -> None:
    before = (room / target).read_bytes()
    for arguments in (["-o", target], ["--report", f"json={target}"]):
        done = grade(room, "in/ada.yaml", *arguments)
        assert (done.status, done.out) == (2, "")
        assert "is a file that is read" in done.err
    done = call("grade", "--check-key", "--key", "hw.key.yaml", "-o", "hw.key.yaml", cwd=room)
    assert done.status == 2
    assert (room / target).read_bytes() == before


def test_a_sheet_in_text_is_not_written_over_by_its_result(room: Path) -> None:
    (room / "in" / "zoe.txt").write_text("1.1: 55x55x96\n", "utf-8")
    done = grade(room, "in", "-f", "classroom", "-o", "in")
    assert done.status == 2
    assert "zoe.txt is a file that is read" in done.err
    assert not (room / "in" / "ada.txt").exists()


def test_two_reports_to_one_file(room: Path) -> None:
    done = grade(room, "in", "-o", "out", "--report", "csv=out")
    assert (done.status, done.out) == (2, "")
    assert "two reports are to be written to " in done.err


def test_what_a_file_says_is_told_not_obeyed(room: Path) -> None:
    (room / "in" / "ada.yaml").write_text('student: "\\e[31mA\\u202e"\nanswers: {1.1: "\\e[2J", 1.2: "\\x07 7"}\n', "utf-8")
    for format in FORMATS:
        out = grade(room, "in/ada.yaml", "-f", format).out
        assert not set(out) & {"\x1b", "\x07", "\u202e"}


def test_completion() -> None:
    assert set(offered("cnncalc grade --format ")) == set(FORMATS)
