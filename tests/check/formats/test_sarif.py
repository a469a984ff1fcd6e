"""SARIF, against the standard's schema and what GitHub's documentation asks for.

The schema is that of 2.1.0, by OASIS, as the npm package @microsoft/jest-sarif 1.0.0-beta.0 (MIT) carries it.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from cnncalc import __version__
from cnncalc.check.formats import Look, sarif
from cnncalc.check.results import CheckedFile, Summary
from cnncalc.diagnostics import printable
from cnncalc.rules import all_rules
from tests.check.formats.cases import ALL, BROKEN, CLEAN, ERROR, GONE, VARIANTS, a_file, hostile, report
from tests.render.reading import HOSTILE, NAMES

LEVELS = {"error": "error", "warning": "warning", "info": "note"}


@cache
def _validator() -> Draft4Validator:
    path = Path(__file__).parents[2] / "data" / "sarif-2.1.0.json"
    return Draft4Validator(json.loads(path.read_text("utf-8")), format_checker=Draft4Validator.FORMAT_CHECKER)


def read(files: list[CheckedFile]) -> dict[str, Any]:
    """The one run of a log that is valid, and that GitHub takes."""
    log = json.loads(report("sarif", files))
    assert [f"{error.json_path}: {error.message[:200]}" for error in _validator().iter_errors(log)] == []
    assert (log["$schema"], log["version"]) == ("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert set(physical["region"]) == {"startLine", "startColumn", "endLine", "endColumn"}
        uri = physical["artifactLocation"]["uri"]
        assert re.fullmatch(r"([\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII)
        assert (urlsplit(uri).scheme, urlsplit(uri).netloc) == ("", "")
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert all(text for text in _texts(run))
    found: dict[str, Any] = run
    return found


def _texts(node: Any) -> list[str]:
    if isinstance(node, (list, dict)):
        return [text for value in (node.values() if isinstance(node, dict) else node) for text in _texts(value)]
    return [node] if isinstance(node, str) else []


def message(text: str) -> str:
    """What a viewer shows of a plain text message, which holds no placeholder and no link."""
    undoubled = text.replace("{{", "").replace("}}", "")
    assert "{" not in undoubled
    assert "}" not in undoubled
    plain = text.replace("{{", "{").replace("}}", "}")
    if "](" not in plain:
        return plain
    assert re.fullmatch(r"(\\[\\\[\]]|[^\\\[\]])*", plain)
    return re.sub(r"\\(.)", r"\1", plain)


def test_the_rules() -> None:
    run = read([])
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"], run["columnKind"]) == ("cnncalc", __version__, "unicodeCodePoints")
    assert [
        (rule["id"], rule["name"], rule["defaultConfiguration"]["level"], message(rule["shortDescription"]["text"]),
         message(rule["fullDescription"]["text"]), message(rule["help"]["text"]))
        for rule in driver["rules"]
    ] == [(rule.code, rule.name, LEVELS[rule.level], rule.what, rule.why, rule.fix) for rule in all_rules()]  # fmt: skip
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_the_results() -> None:
    results = read([CLEAN, VARIANTS])["results"]
    assert [(result["ruleId"], result["level"], result["message"]["text"]) for result in results] == [
        ("E101", "note", "no figure is expected"),
        ("L101", "warning", "`conv2` follows `conv1` (layer conv2, in small and large)"),
        ("H301", "error", "kernel 4 at stride 2 does not fit 7 (layer conv2, in small)\nhelp: use `kernel: 3`"),
    ]
    assert results[2]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "nets/r.cnn.yaml"},
        "region": {"startLine": 4, "startColumn": 32, "endLine": 4, "endColumn": 33},
    }


def test_a_file_that_could_not_be_read() -> None:
    run = read([GONE, CLEAN, GONE])
    assert [(result["ruleId"], result["level"], "ruleIndex" in result) for result in run["results"]] == [
        ("unreadable", "error", False)
    ] * 2
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"] == [{"level": "error", "message": {"text": "2 files could not be read"}}]


@pytest.mark.parametrize("files", [[CLEAN], [CLEAN, BROKEN, CLEAN, BROKEN], [GONE, BROKEN], list(ALL)])
def test_whatever_has_findings(files: list[CheckedFile]) -> None:
    assert len(read(files)["results"]) == sum(len(file.merged()) + bool(file.error) for file in files)


def test_no_more_results_than_github_takes() -> None:
    def parts(before: int) -> list[str]:
        summary = Summary(files=1, with_findings=1, counts={"error": before, "warning": 0, "info": 0})
        text = sarif.render_file(BROKEN, 1, Look(), summary)
        return [line for line in text.split("\n") if line.startswith("{")]

    assert [len(parts(before)) for before in (24_996, 24_997, 24_998, 24_999, 25_000, 90_000)] == [3, 3, 2, 1, 0, 0]
    assert sarif.render_file(BROKEN, 1, Look(), Summary(counts={"error": 25_000})) == ""
    for found, notes in ((25_000, None), (25_001, ["1 result beyond the first 25,000 left out"])):
        tail = json.loads('{"a": [{"b": [' + sarif.tail(Summary(counts={"error": found}), Look()))
        (invocation,) = tail["a"][0]["invocations"]
        told = invocation.get("toolExecutionNotifications")
        assert (told and [note["message"]["text"] for note in told]) == notes


@pytest.mark.parametrize("path", ["a b", "a:b", "é中", "%41", "?x#y", "\udcff\udc80", "//", "a\\b", "[x]", "=cmd()", "\n"])
def test_the_uri_is_the_path(path: str) -> None:
    (result,) = read([a_file(f"nets/{path}.yaml", ERROR)])["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote_to_bytes(uri) == os.fsencode(f"nets/{path}.yaml")


def test_the_uri_is_the_repositorys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    assert f'"uri": "{tmp_path.name}/a.yaml"' in report("sarif", [a_file("a.yaml", ERROR)])
    assert '"uri": "file:///elsewhere/a%3A.yaml"' in report("sarif", [a_file("/elsewhere/a:.yaml", ERROR)])


def _bytes(path: str) -> bytes:
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:  # not on this system
        return path.encode("utf-8", "surrogatepass")


def check_names(names: list[str]) -> None:
    files = hostile(names)
    results = read(files)["results"]
    expected = [(file, merged.finding) for file in files for merged in file.merged()]
    assert len(results) == len(expected) + 1
    for result, (file, finding) in zip(results, expected, strict=False):
        assert message(result["message"]["text"]).startswith(printable(finding.message))
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote_to_bytes(uri) == _bytes(file.path)


@pytest.mark.parametrize(
    "name", [*HOSTILE, "{0}", "{{", "}{", "[a](http://x)", "[a](1)", "\\[a](1)", "[a\\](1)", "](", "a\\\\](b"]
)
def test_hostile_names_are_text(name: str) -> None:
    check_names([f"nets/{name}"])


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_any_name_can_be_read(one: str, other: str) -> None:
    check_names([f"nets/{one}", f"nets/{other}"])
