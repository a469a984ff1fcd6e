"""Every fault that a file can hold, with the whole text of what is said about it: `bad/NAME.cnn.yaml` and `bad/NAME.out`.

To add a case, add its file and run this test with CNNCALC_UPDATE=1 in the environment; then read the new `.out`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from cnncalc import layers
from cnncalc.api import Architecture
from cnncalc.diagnostics import CnnCalcError, Diagnostic
from cnncalc.render.findings import render_findings, summary
from cnncalc.spec.load import Program
from cnncalc.spec.source import decode
from cnncalc.spec.syntax import LINE_BREAK

FOLDER = Path(__file__).parent / "bad"
FILES = sorted(FOLDER.glob("*.cnn.yaml"))
UPDATE = os.environ.get("CNNCALC_UPDATE") == "1"
#: Files with more than one fault, each of which is to be found in one run.
SEVERAL = {"all-in-one-run": 4, "y010-all-words": 8, "y011-all-forms": 8}


def diagnose(data: bytes, name: str) -> tuple[list[Diagnostic], str]:
    """The findings of a file and the text that they point into."""
    try:
        text = decode(data, name)
        report = Architecture(Program(text, layers, name), name, None, {}).analyze()
    except CnnCalcError as error:
        return list(error.findings), error.source
    return list(report.findings), report.text


def rendered(findings: Iterable[Diagnostic], text: str, name: str) -> str:
    """What a person is shown."""
    findings = list(findings)
    return render_findings(findings, text, name, 100) + summary(findings) + "\n"


def test_there_are_cases() -> None:
    assert len(FILES) >= 120
    assert {path.stem for path in FOLDER.glob("*.out")} == {path.name.removesuffix(".cnn.yaml") for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".cnn.yaml"))
def test_diagnostics(path: Path) -> None:
    findings, text = diagnose(path.read_bytes(), path.name)
    out = rendered(findings, text, path.name)
    expected = path.with_name(path.name.removesuffix(".cnn.yaml") + ".out")
    if UPDATE:
        expected.write_text(out, "utf-8")
    assert out == expected.read_text("utf-8")
    assert all(character == "\n" or character.isprintable() for character in out)
    _check_count(path, findings)
    for finding in findings:
        _check_places(finding, text)


def _check_count(path: Path, findings: list[Diagnostic]) -> None:
    """One fault, one finding; the file's name begins with its code. `ok-` files are accepted."""
    name = path.name.removesuffix(".cnn.yaml")
    if name.startswith("ok-"):
        assert not findings
        return
    assert len(findings) == SEVERAL.get(name, 1)
    code = name.partition("-")[0].upper()
    if code != "ALL":
        assert {finding.code for finding in findings} == {code}
    expected = "warning" if code == "Y017" else "error"
    assert {finding.severity for finding in findings} == {expected}


def _check_places(finding: Diagnostic, text: str) -> None:
    """Every place lies inside the text and is not empty."""
    lines = LINE_BREAK.split(text)
    assert finding.span is not None
    for span in (finding.span, *(label.span for label in finding.labels)):
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 2
        assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert finding.message[:1] not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert not finding.message.endswith(".")
