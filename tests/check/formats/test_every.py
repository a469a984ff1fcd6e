"""What holds for every format."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import example, given, settings

import cnncalc.check.formats
from cnncalc.check.formats import FORMATS, Look
from cnncalc.check.formats._texts import below
from tests.check.formats.cases import ALL, BROKEN, CLEAN, VARIANTS, hostile, judged, report, summed
from tests.render.reading import NAMES

FOLDER = Path(cnncalc.check.formats.__file__).parent


def test_the_table_names_every_file() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py") if not path.name.startswith("_")} - {"step_summary"}
    assert {module.rpartition(".")[2] for module in FORMATS.values()} == modules


@pytest.mark.parametrize("format", FORMATS)
def test_what_streams_has_no_head(format: str) -> None:
    module = import_module(FORMATS[format])
    assert isinstance(module.STREAMS, bool)
    for files in ((), ALL):
        for look in (Look(), Look(quiet=True), Look(verbose=True, statistics=True)):
            assert (module.head(summed(files), look) == "") or not module.STREAMS


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=30, deadline=None)
@example("\x1b[31m\x00\x07\r", "\u202e\u2028\x85\ud800\udc80")
@given(NAMES, NAMES)
def test_nothing_that_a_terminal_obeys(format: str, one: str, other: str) -> None:
    text = report(format, hostile([one, other]), Look(verbose=True, statistics=True))
    controls = {character for character in text if character not in "\n\x7f" and not character.isprintable()}
    assert {character for character in controls if category(character) != "Zs"} == set()


@pytest.mark.parametrize("format", ["json", "jsonl", "gitlab", "junit", "sarif"])
def test_how_a_report_is_to_look_does_not_change_what_programs_read(format: str) -> None:
    looks = (Look(40, True, True), Look(200, verbose=True, statistics=True))
    assert {report(format, ALL, look) for look in looks} == {report(format, ALL)}


def test_the_sums() -> None:
    summary = summed([*ALL, judged("w", BROKEN.networks, "warning")])
    assert (summary.files, summary.networks, summary.clean, summary.failed) == (5, 6, 1, 4)
    assert (summary.counts, summary.failing) == ({"error": 3, "warning": 3, "info": 3}, 4)


@pytest.mark.parametrize("level", ["info", "warning", "error"])
def test_what_fails(level: str) -> None:
    file = judged("a", VARIANTS.networks, level)
    assert [file.fails(merged.finding) for merged in file.merged()] == {
        "info": [True, True, True], "warning": [False, True, True], "error": [False, False, True],
    }[level]  # fmt: skip


def test_paths_as_a_ci_system_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "repo" / "sub").mkdir(parents=True)
    (tmp_path / "link").symlink_to("repo")
    monkeypatch.chdir(tmp_path / "repo" / "sub")
    assert below("nets/a.yaml", "FOLDER") == "nets/a.yaml"
    for name in ("repo", "link", "repo/"):
        monkeypatch.setenv("FOLDER", f"{tmp_path}/{name}")
        assert below("nets/a.yaml", "FOLDER") == "sub/nets/a.yaml"
        assert below("../b.yaml", "FOLDER") == "b.yaml"
        assert below(str(tmp_path / "repo" / "c.yaml"), "FOLDER") == "c.yaml"
        assert below(str(tmp_path / "repository.yaml"), "FOLDER") == str(tmp_path / "repository.yaml")
    monkeypatch.setenv("FOLDER", "/")
    assert below(str(tmp_path / "c.yaml"), "FOLDER") == str(tmp_path / "c.yaml")[1:]


@pytest.mark.parametrize("format", ["full", "concise", "github", "gitlab", "junit", "sarif", "markdown"])
def test_each_finding_is_told_once(format: str) -> None:
    times = report(format, [CLEAN, VARIANTS]).count("in small and large")
    assert times == (2 if format == "junit" else 1)  # JUnit has it as an attribute and as a text
