"""Names of students, and the files that are called after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnncalc.diagnostics import UsageError
from cnncalc.homework.exercises.roster import read_names
from cnncalc.homework.file_names import file_names


def test_names_of_a_list_and_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "class.txt"
    file.write_bytes("\ufeff# group 1\nAda Lovelace\r\n\n  Grace   Hopper \nHopper, G.\n".encode())
    assert read_names("ada, grace ,,") == ["ada", "grace"]
    assert read_names(str(file)) == ["Ada Lovelace", "Grace Hopper", "Hopper, G."]


def test_equal_names_in_other_code_points_are_one() -> None:
    assert read_names("Zoe\u0308") == ["Zo\u00eb"]
    with pytest.raises(UsageError, match="`Zoë` is named twice"):
        read_names("Zoe\u0308,Zo\u00eb")


@pytest.mark.parametrize(
    ("students", "message"),
    [
        (" , ", "there is no name in"),
        ("a,b,a", "`a` is named twice"),
        ("x" * 201, "is longer than 200 characters"),
        (",".join(map(str, range(1001))), "1,001 students are named, at most 1,000 can be"),
        ("clas.txt", "there is no file clas.txt"),
        ("lists/class", "there is no file lists/class"),
    ],
)
def test_refused(students: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_names(students)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "class").write_bytes(b"ada\n\xff\n")
    with pytest.raises(UsageError, match="is not UTF-8: byte 4"):
        read_names(str(tmp_path / "class"))


def test_control_characters_are_left_out() -> None:
    assert read_names("a\x1b[31mda,\u202egrace") == ["a[31mda", "grace"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ada Lovelace", "Ada_Lovelace"),
        ("../../etc/passwd", "etc_passwd"),
        ("/root/x", "root_x"),
        ("..", "student"),
        ("-rf", "rf"),
        (".hidden", "hidden"),
        ("Zoë", "Zoë"),
        ("李", "李"),
        ("con", "con_"),
        ("NUL.txt", "NUL.txt_"),
        ("a\\b:c*?", "a_b_c"),
        ("€uro", "uro"),
    ],
)
def test_file_names(name: str, file: str) -> None:
    assert file_names([name], "student") == [file]


def test_two_names_that_give_one_file_are_told_apart() -> None:
    found = file_names(["a b", "a/b", "A_B", "a_b-2", "!", "?"], "student")
    assert found == ["a_b", "a_b-2", "A_B-3", "a_b-2-2", "student", "student-2"]


def test_long_names_stay_below_what_a_folder_takes(tmp_path: Path) -> None:
    found = file_names(["李" * 200, "李" * 199], "student")
    assert len(set(found)) == 2
    for name in found:
        (tmp_path / f"{name}.key.yaml").write_text("", "utf-8")
