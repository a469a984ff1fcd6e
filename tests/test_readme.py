"""What the README says is what happens."""

from __future__ import annotations

import re

import cnncalc
from cnncalc import catalogue
from cnncalc._index import NAMES
from cnncalc.cli import COMMANDS
from cnncalc.layers import KINDS
from cnncalc.render import FORMATS
from cnncalc.render.columns import COLUMNS
from tests.docs import README, ROOT

TEXT = README.read_text("utf-8")


def test_the_files_shown_load() -> None:
    blocks = [block for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL) if "name: AlexNet" in block]
    report = cnncalc.loads(blocks[0]).analyze()
    assert report.complete
    assert not report.findings


def test_every_lecture_network_and_column_and_format_is_mentioned() -> None:
    lectures = [name for name, (file, _) in NAMES.items() if not file.startswith("torchvision/")]
    for name in [*lectures, *COLUMNS, *FORMATS]:
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", TEXT), name
    assert [command for command in COMMANDS if f"cnncalc {command}" not in TEXT and f"`{command} " not in TEXT] == []


def test_the_ci_script_runs_the_readmes_commands() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "-e '.[test]'" in TEXT
    assert "-e '.[test]'" in script
    assert "python -m pytest" in script


def test_the_number_of_kinds() -> None:
    assert f"{len(KINDS)} layer kinds" in TEXT


def test_every_bundled_file_lies_in_the_folder() -> None:
    assert {path for path, _ in NAMES.values()} == {
        path.relative_to(catalogue.folder()).as_posix() for path in catalogue.folder().rglob("*.cnn.yaml")
    }
