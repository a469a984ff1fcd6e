"""The package is typed for those who use it: mypy's strict mode over a small program of theirs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy")

PROGRAM = """
import pathlib
from typing import Any, assert_type

import cnncalc

report = cnncalc.load(pathlib.Path("net.cnn.yaml"), variant="a", width=64).analyze(input=(8, 8, 3), batch=2)
assert_type(report, cnncalc.Report)
for row in report:
    assert_type(row, cnncalc.Row)
    assert_type(row.cost.params, int)
    if row.output is not None:
        assert_type(row.output.spatial, tuple[int, ...])
assert_type(cnncalc.analyze({"input": 3, "layers": [{"fc": 2}]}).to_dict(), dict[str, Any])
assert_type(report["conv1"].path, str)
try:
    cnncalc.loads("input: 3").analyze(strict=False)
except cnncalc.CnnCalcError as error:
    assert_type(error.findings, tuple[cnncalc.Diagnostic, ...])
"""
WRONG = 'cnncalc.load(3)\ncnncalc.load("vgg16").analyze(batches=2)\nreport["conv1"].output.channels\n'


def complaints(text: str, folder: Path) -> list[str]:
    (folder / "program.py").write_text(text)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", "cache", "program.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return [line.partition("error: ")[2] for line in done.stdout.splitlines() if "error: " in line]


def test_a_users_program(tmp_path: Path) -> None:
    assert complaints(PROGRAM, tmp_path) == []
    wrong = complaints(PROGRAM + WRONG, tmp_path)
    assert len(wrong) == 3, wrong
    for complaint, says in zip(wrong, ('incompatible type "int"', '"batches"', 'has no attribute "channels"'), strict=True):
        assert says in complaint
