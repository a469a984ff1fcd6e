"""What holds for every format."""

from __future__ import annotations

from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import example, given, settings

import cnncalc.homework.formats
from cnncalc.homework.formats import FORMATS, ONE_EACH, class_report
from cnncalc.homework.results import Results
from cnncalc.render import Look
from tests.homework.formats.cases import ADA, BROKEN, CLASS, KEYLESS, SECRET, hostile, report, sheet
from tests.render.reading import NAMES

FOLDER = Path(cnncalc.homework.formats.__file__).parent


def test_the_table_names_every_file() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py") if not path.name.startswith("_")} - {"class_report", "key_report"}
    assert {module.rpartition(".")[2] for module in FORMATS.values()} == modules
    assert set(ONE_EACH) < set(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("submission", CLASS, ids=lambda submission: submission.student)
def test_one_sheet_ends_in_one_newline(format: str, submission: object) -> None:
    text = report(format, [submission])  # type: ignore[list-item]
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("format", ["text", "junit", "gradescope", "prairielearn", "classroom"])
@pytest.mark.parametrize("submission", [ADA, BROKEN], ids=["ada", "eve"])
def test_no_student_is_told_of_a_hidden_question(format: str, submission: object) -> None:
    from base64 import b64decode

    text = report(format, [submission])  # type: ignore[list-item]
    shown = b64decode(text).decode() if format == "classroom" else text
    assert SECRET not in shown
    assert SECRET in report("json", [submission])  # type: ignore[list-item]


def test_the_class_gives_no_hidden_answer_as_an_example() -> None:
    hidden = ADA.questions[-1]._replace(misconceptions=("K101",))
    text = class_report.render(Results("", (sheet(hidden, student="Bob"), ADA)), Look())
    assert text.endswith("\n2  K101 bias-forgotten: in 2.1, 1.2\n   Ada, 1.2: 750: " + f"{ADA.questions[1].message}\n")
    alone = class_report.render(Results("", (sheet(hidden), sheet(hidden))), Look())
    assert alone.endswith("\n2  K101 bias-forgotten: in 2.1\n")


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40, deadline=None)
@example("\x1b[31m\x00\x07\r", "\u202e\u2028\x85\ud800\udc80")
@given(NAMES, NAMES)
def test_nothing_that_a_terminal_obeys(format: str, one: str, other: str) -> None:
    submissions = hostile(one, other)
    for chosen in [submissions[:1], submissions[1:]] if format in ONE_EACH else [submissions]:
        text = report(format, chosen, title=other)
        controls = {character for character in text if character not in "\n\x7f" and not character.isprintable()}
        assert {character for character in controls if category(character) != "Zs"} == set()


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "text"])
def test_how_a_report_is_to_look_does_not_change_what_programs_read(format: str) -> None:
    looks = (Look(width=40, color=True), Look(width=200, ascii_only=True))
    assert {report(format, [ADA], look) for look in looks} == {report(format, [ADA])}


def test_nothing_is_told_of_a_sheet_without_a_key_but_why() -> None:
    for format in ("text", "csv", "junit", "gradescope", "prairielearn"):
        assert "there is no key for the sheet `hw9`" in report(format, [KEYLESS])
