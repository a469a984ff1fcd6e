"""`cnncalc schema`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cnncalc.schema import SCHEMAS, render
from tests.cli.runner import call


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_prints_a_schema(name: str) -> None:
    done = call("schema", name)
    assert (done.status, done.err) == (0, "")
    assert done.out == render(name)


def test_the_language_is_what_is_meant() -> None:
    assert call("schema").out == render("language")


def test_into_a_file(tmp_path: Path) -> None:
    done = call("schema", "report", "-o", "report.json", cwd=tmp_path)
    assert (done.status, done.out) == (0, "")
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["title"] == "cnncalc report"


def test_a_name_that_there_is_not() -> None:
    done = call("schema", "languge\x1b[31m")
    assert (done.status, done.out) == (2, "")
    assert done.err == "cnncalc: there is no schema `languge\\x1b[31m`\n  help: did you mean `language`?\n"


def test_show_loads_none_of_it() -> None:
    probe = "print(*[name for name in sys.modules if '.schema' in name or name.endswith('.init')])"
    code = f"import sys; from cnncalc.__main__ import run; run(['show', 'lenet5']); {probe}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ""
