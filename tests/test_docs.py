"""What the README and the pages of docs/ show is what happens; what they link to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs import commands, outputs, pages, run, write_files
from tests.oracle import oracle_or_skip

COMMANDS = [(page, *command) for page in pages() for command in commands(page)]


@pytest.mark.parametrize(("page", "command", "printed"), COMMANDS, ids=[f"{case[0].stem}: {case[1]}" for case in COMMANDS])
def test_commands(page: Path, command: str, printed: str, tmp_path: Path) -> None:
    if re.search(r"cnncalc (run|grad) ", command):
        oracle_or_skip("numpy")
    write_files(page, tmp_path)
    assert run(command, tmp_path) == printed


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_python(page: Path, tmp_path: Path) -> None:
    write_files(page, tmp_path)
    for shown, printed in outputs(page, tmp_path):
        assert shown == printed


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
