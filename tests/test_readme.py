"""What the README says is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cnncalc
from cnncalc import catalogue
from cnncalc._index import NAMES
from cnncalc.layers import KINDS
from cnncalc.render.columns import COLUMNS
from tests.readme import BLOCK, README, ROOT, run

TEXT = README.read_text("utf-8")


@pytest.mark.parametrize(("command", "printed"), BLOCK.findall(TEXT), ids=[block[0] for block in BLOCK.findall(TEXT)])
def test_console_blocks(command: str, printed: str, tmp_path: Path) -> None:
    assert run(command, tmp_path) == printed


def test_the_files_shown_load() -> None:
    blocks = [block for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL) if "name: AlexNet" in block]
    report = cnncalc.loads(blocks[0]).analyze()
    assert report.complete
    assert not report.findings


def test_python_example(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(example, "README", "exec"), {})
    assert capsys.readouterr().out.startswith("25557032 ")


def test_every_bundled_name_and_column_and_kind_is_mentioned() -> None:
    for name in [*NAMES, *COLUMNS, *KINDS]:
        assert name.rstrip("|") in TEXT, name


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / target).exists(), target


def test_the_ci_script_runs_the_readmes_commands() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "-e '.[test]'" in TEXT
    assert "-e '.[test]'" in script
    assert "python -m pytest" in script


def test_every_bundled_file_lies_in_the_folder() -> None:
    assert {path for path, _ in NAMES.values()} == {
        path.relative_to(catalogue.folder()).as_posix() for path in catalogue.folder().rglob("*.cnn.yaml")
    }
