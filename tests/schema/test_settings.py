"""The schema of `cnncalc.toml` and our own reader, before the same files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cnncalc.diagnostics import UsageError
from tests.check.test_settings import EXAMPLE, of, write
from tests.schema.judge import validator


def _refused(document: dict[str, Any]) -> bool:
    return bool([*validator("settings").iter_errors(document)])


def test_the_schema_takes_what_we_take() -> None:
    assert not _refused(tomllib.loads(EXAMPLE))
    assert not _refused({})


@pytest.mark.parametrize(
    "text",
    ["selct = []", "select = 'L1'", "ignore = ['l101']", "ignore = ['']", "fail-level = 'warn'", "exclude = true",
     "baseline = ''", "budget = 3", "budget = {parms = 1}", "budget = {params = true}", "budget = {weights = '25M'}",
     "budget = {weights = {warn = 3}}", "budget = {macs = {warning = 3}}", "overrides = {path = 'a'}",
     "[[overrides]]\nselect = []", "[[overrides]]\npath = []",
     "[[overrides]]\npath = 'a'\nbaseline = 'b'"],
)  # fmt: skip
def test_the_schema_refuses_what_we_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert _refused(tomllib.loads(text))
    monkeypatch.chdir(tmp_path)
    write(text)
    with pytest.raises(UsageError):
        of("a")
