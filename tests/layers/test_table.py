"""The table of kinds and the folder of their files agree, and every kind has a manual whose examples run."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from cnncalc import layers
from cnncalc.api import loads
from cnncalc.layer_base import Layer

FOLDER = Path(layers.__file__).parent
TYPES = {
    "count", "sizes", "volume", "padding", "flag", "number", "word", "words", "groups", "connections", "values", "rounding",
    "layer",
}  # fmt: skip


def examples(name: str) -> list[str]:
    """The entries that a kind's manual shows, each with the lines that belong to it."""
    block = re.search(r"\n\n((?:    .*\n)+)", dedent("    " + (layers.load(name).__doc__ or "") + "\n") + "\n")
    assert block, f"the manual of {name} shows no example"
    return re.findall(r"^- .*\n(?:  .*\n)*", dedent(block[1]), re.MULTILINE)


def test_every_file_is_in_the_table() -> None:
    files = {path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_")}
    assert files == {module for module, _ in layers.KINDS.values()}
    assert set(layers.names()) == set(layers.KINDS)


def test_every_kind_has_a_table_of_cases() -> None:
    here = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    assert {f"test_{name}" for name in layers.names()} <= here


@pytest.mark.parametrize("name", layers.names())
def test_the_class_is_the_kind(name: str) -> None:
    found = layers.load(name)
    assert issubclass(found, Layer)
    assert is_dataclass(found)
    assert found.kind == name
    assert layers.KINDS[name][0] == name
    assert found.reach in ("point", "window", "global", "statistics", "unknown")
    assert found.like in ("", *(option.name for option in fields(found)))
    assert found.role in ("", "norm", "activation")
    assert set(found.main) <= {option.name for option in fields(found)}
    assert all(option.metadata["type"] in TYPES for option in fields(found))


@pytest.mark.parametrize("name", layers.names())
def test_the_manual_has_examples_of_the_kind(name: str) -> None:
    shown = examples(name)
    assert shown
    assert all(re.match(rf"- {name}(: |$)", entry) for entry in shown)


@pytest.mark.parametrize("name", layers.names())
def test_the_examples_run(name: str) -> None:
    for entry in examples(name):
        sources = re.findall(r"\w+", entry.split(":", 1)[1]) if layers.load(name).merges else []
        sources += ["up"] if name == "crop" else []
        before = "".join(f"- {{name: {source}, conv: {{filters: 4, kernel: 1}}, from: input}}\n" for source in sources)
        volume = "8192" if name == "reshape" else "227x227x4"
        report = loads(f"input: {volume}\nrounding: floor\nlayers:\n{before}{entry}").analyze()
        assert not report.findings, entry
        assert report.complete
        assert any(row.kind == name for row in report.rows)
