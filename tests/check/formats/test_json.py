"""`json` and `jsonl`, read by the standard library and judged by the schema."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from cnncalc.check.results import CheckedFile
from tests.check.formats.cases import ALL, BROKEN, CLEAN, GONE, GOOD, VARIANTS, hostile, judged, report, totals
from tests.render.reading import NAMES
from tests.schema.judge import validator


def read(files: list[CheckedFile], ignored: int = 0, accepted: int = 0) -> dict[str, Any]:
    """The object; JSON lines have the same, and each of them fits the schema."""
    found: dict[str, Any] = json.loads(report("json", files, ignored=ignored, accepted=accepted))
    *lines, last = map(json.loads, report("jsonl", files, ignored=ignored, accepted=accepted).splitlines())
    assert {"schema": found["schema"], "files": lines, "summary": last.pop("summary"), **last} == found
    assert [error.message for error in validator("check").iter_errors(found)] == []
    return found


def test_the_object() -> None:
    found = read(list(ALL), ignored=3, accepted=2)
    assert list(found) == ["schema", "files", "summary"]
    assert found["schema"] == "cnncalc.check/1"
    assert [(entry["path"], entry["variant"], entry["status"], len(entry["findings"])) for entry in found["files"]] == [
        ("nets/clean.cnn.yaml", None, "ok", 0),
        ("nets/broken.cnn.yaml", None, "failed", 3),
        ("nets/gone.cnn.yaml", None, "unreadable", 0),
        ("nets/r.cnn.yaml", "small", "failed", 3),
        ("nets/r.cnn.yaml", "large", "ok", 2),
        ("nets/r.cnn.yaml", "huge", "ok", 1),
    ]
    assert [entry["totals"] for entry in found["files"]] == [GOOD, None, None, None, GOOD, GOOD]
    assert [entry.get("error") for entry in found["files"]] == [None, None, GONE.error, None, None, None]
    assert found["summary"] == {
        "files": 4, "networks": 5, "errors": 2, "warnings": 2, "infos": 2, "failed": 3, "unreadable": 1,
        "ignored": 3, "accepted": 2, "codes": {"E101": 2, "H301": 2, "L101": 2},
    }  # fmt: skip


def test_a_finding_is_that_of_the_report() -> None:
    assert read([BROKEN])["files"][0]["findings"][2] == {
        "code": "H301", "severity": "error", "message": "kernel 4 at stride 2 does not fit 7", "path": "nets/broken.cnn.yaml",
        "line": 4, "column": 32, "end_line": 4, "end_column": 33, "layer": "conv2", "help": ["use `kernel: 3`"],
    }  # fmt: skip


@pytest.mark.parametrize(("level", "status"), [("error", "ok"), ("warning", "failed"), ("info", "failed")])
def test_the_status_is_by_the_level_that_fails(level: str, status: str) -> None:
    assert read([judged("a", VARIANTS.networks, level)])["files"][1]["status"] == status


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_files(count: int) -> None:
    assert len(read([CLEAN] * count)["files"]) == count


def test_totals_that_are_not_known() -> None:
    unknown = totals("input: 9x9x3\nlayers:\n  - conv: {filters: 4, kernel: 11}\n")
    assert unknown["params"] is None
    read([judged("a", [CLEAN.networks[0]._replace(totals=unknown)])])


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_any_name_comes_back(one: str, other: str) -> None:
    files = hostile([one, other])
    entries = read(files)["files"]
    expected = [(file.path, network) for file in files for network in file.networks]
    assert [entry["path"] for entry in entries] == [path for path, _ in expected] + [files[-1].path]
    for entry, (_, network) in zip(entries, expected, strict=False):
        assert entry["variant"] == network.variant
        assert [finding["message"] for finding in entry["findings"]] == [finding.message for finding in network.findings]
        assert [finding["layer"] for finding in entry["findings"]] == [finding.layer for finding in network.findings]
    assert entries[-1]["error"] == files[-1].error


CHANGES: list[tuple[tuple[Any, ...], Any]] = [
    (("schema",), "cnncalc.check/2"), (("files", 0, "status"), "fine"), (("files", 0, "status"), "unreadable"),
    (("files", 0, "error"), "why"), (("files", 0, "new"), 1), (("files", 1, "findings", 0, "severity"), "bad"),
    (("files", 1, "findings", 0, "code"), "E1"), (("files", 2, "totals"), GOOD), (("files", 2, "error"), ""),
    (("files", 0, "totals", "params"), 1.5), (("summary", "errors"), -1), (("summary", "codes", "E1"), 1),
    (("summary", "codes", "E101"), 0), (("new",), 1),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value"), CHANGES, ids=str)
def test_the_schema_is_strict(path: tuple[Any, ...], value: Any) -> None:
    found = read(list(ALL))
    changed = deepcopy(found)
    inner: Any = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert not validator("check").is_valid(changed)


@pytest.mark.parametrize("path", [("summary",), ("files",), ("files", 0, "totals"), ("files", 2, "error"), ("summary", "codes")])
def test_no_key_may_be_left_out(path: tuple[Any, ...]) -> None:
    found = read(list(ALL))
    inner: Any = found
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    assert not validator("check").is_valid(found)
