"""A file in a folder of which each has its line in a table, and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnncalc.homework import misconceptions, quantities, submissions

LINES = [
    (misconceptions, misconceptions.MISCONCEPTIONS.values()),
    (quantities, quantities.QUANTITIES.values()),
    (submissions, submissions.FORMS.values()),
]


@pytest.mark.parametrize(("package", "named"), LINES, ids=[package.__name__.rpartition(".")[2] for package, _ in LINES])
def test_every_file_has_its_line(package: object, named: list[str]) -> None:
    files = {path.stem for path in Path(package.__file__).parent.glob("[a-z]*.py")}  # type: ignore[attr-defined]  # a module
    assert {module.rpartition(".")[2] for module in named} == files


def test_every_ending_is_of_a_form_that_there_is() -> None:
    assert set(submissions.SUFFIXES.values()) - {""} == set(submissions.FORMS)
