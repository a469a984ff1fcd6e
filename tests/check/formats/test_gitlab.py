"""The Code Quality report, against what GitLab's documentation asks for (docs.gitlab.com, "Code Quality report format")."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator

from cnncalc.check.results import CheckedFile
from cnncalc.diagnostics import Span
from tests.check.formats.cases import ALL, BROKEN, CLEAN, ERROR, GONE, VARIANTS, a_file, hostile, report
from tests.render.reading import NAMES

TEXT = {"type": "string", "minLength": 1}
LINE = {"type": "integer", "minimum": 1}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": TEXT, "check_name": TEXT, "fingerprint": TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {"path": TEXT, "lines": {"type": "object", "required": ["begin"], "properties": {"begin": LINE}}},
            },
        },
    },
}  # fmt: skip


def read(files: list[CheckedFile]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(report("gitlab", files))
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(found)] == []
    return found


def test_the_records() -> None:
    rows = [
        (
            record["severity"],
            record["check_name"],
            record["location"]["path"],
            record["location"]["lines"]["begin"],
            record["description"],
        )
        for record in read([CLEAN, GONE, VARIANTS])
    ]
    assert rows == [
        ("blocker", "unreadable", "nets/gone.cnn.yaml", 1, "there is no file nets/gone.cnn.yaml"),
        ("info", "E101", "nets/r.cnn.yaml", 1, "E101: no figure is expected"),
        ("minor", "L101", "nets/r.cnn.yaml", 3, "L101: `conv2` follows `conv1` (layer conv2, in small and large)"),
        ("critical", "H301", "nets/r.cnn.yaml", 4, "H301: kernel 4 at stride 2 does not fit 7 (layer conv2, in small)"),
    ]


@pytest.mark.parametrize(
    "files", [[], [CLEAN], [CLEAN, CLEAN], [CLEAN, BROKEN, CLEAN, BROKEN, CLEAN], [GONE, GONE], [CLEAN, GONE, BROKEN]]
)
def test_an_array_whatever_has_findings(files: list[CheckedFile]) -> None:
    assert len(read(files)) == sum(len(file.merged()) + bool(file.error) for file in files)


def test_fingerprints_stay_when_lines_move_and_are_never_shared() -> None:
    def marks(*lines: int) -> list[str]:
        findings = [ERROR._replace(span=Span(line, 5, line, 9)) for line in lines]
        return [record["fingerprint"] for record in read([a_file("a", *findings)])]

    assert marks(3, 9, 12) == marks(5, 14, 70)
    assert len(set(marks(3, 9, 12))) == 3
    assert marks(3)[0] == marks(3, 9)[0]
    every = [
        record["fingerprint"]
        for record in read([*ALL, a_file("a", ERROR), a_file("b", ERROR), a_file("c", ERROR._replace(layer="x"))])
    ]
    assert len(set(every)) == len(every)


def test_the_path_is_the_projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path))
    (record,) = read([a_file("a.cnn.yaml", ERROR)])
    monkeypatch.chdir(tmp_path)
    assert record["location"]["path"] == "sub/a.cnn.yaml"
    assert read([a_file("sub/a.cnn.yaml", ERROR)]) == [record]


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_any_name_can_be_read(one: str, other: str) -> None:
    files = hostile([one, other])
    records = read(files)
    assert [record["location"]["path"] for record in records] == [
        file.path for file in files for _ in range(len(file.merged()) + bool(file.error))
    ]
    assert len({record["fingerprint"] for record in records}) == len(records)
