"""`-o FILE`: whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cnncalc.cli import _output
from cnncalc.diagnostics import UsageError
from tests.cli.runner import call

BROKEN = "input: 8x8x3\nlayers:\n  - conv: {filters: 4, kernel: 3, stride: 2}\n"


@pytest.mark.parametrize(
    ("file", "format"),
    [("a.csv", "csv"), ("a.json", "json"), ("a.md", "markdown"), ("a.tex", "latex"), ("a.tsv", "plain"), ("A.HTML", "html"),
     ("a.txt", "table"), ("csv", "table")],
)  # fmt: skip
def test_the_ending_names_the_format(tmp_path: Path, file: str, format: str) -> None:
    done = call("show", "lenet5", "-o", file, cwd=tmp_path)
    assert done == (0, "", "")
    assert (tmp_path / file).read_bytes().decode() == call("show", "lenet5", "--format", format).out
    assert os.listdir(tmp_path) == [file]


def test_a_format_that_is_named_wins(tmp_path: Path) -> None:
    assert call("show", "lenet5", "-f", "plain", "--output", "a.csv", cwd=tmp_path).status == 0
    assert (tmp_path / "a.csv").read_text().startswith("layer\tkind\t")


def test_a_dash_is_standard_output(tmp_path: Path) -> None:
    assert call("show", "lenet5", "-o", "-", cwd=tmp_path) == call("show", "lenet5")
    assert os.listdir(tmp_path) == []


def test_a_file_has_no_width_and_no_colour_but_those_that_are_asked_for(tmp_path: Path) -> None:
    env = {"COLUMNS": "60", "FORCE_COLOR": "1", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    assert call("show", "vgg16", "-o", "a.txt", cwd=tmp_path, env=env).status == 0
    assert (tmp_path / "a.txt").read_text("utf-8") == call("show", "vgg16").out
    call("show", "vgg16", "-o", "a.txt", "--width", "60", "--color", "always", cwd=tmp_path)
    assert "\x1b[" in (tmp_path / "a.txt").read_text("utf-8")
    assert call("show", "vgg16", "-o", "a.txt", "--color", "pink", cwd=tmp_path).status == 2


@pytest.mark.parametrize("file", ["a.json", "a.csv"])
def test_a_refused_file_leaves_its_report_as_on_standard_output(tmp_path: Path, file: str) -> None:
    done = call("show", "-", "-o", file, stdin=BROKEN, cwd=tmp_path)
    shown = call("show", "-", "-f", file[2:], stdin=BROKEN)
    assert (done.status, done.out, done.err) == (1, "", shown.err)
    assert "H302" in done.err
    assert (tmp_path / file).read_text() == shown.out


def test_a_text_without_a_network_leaves_the_old_file_but_for_json(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    assert call("show", "-", "-o", "a.csv", stdin="layers: [a\n", cwd=tmp_path).status == 1
    assert (tmp_path / "a.csv").read_text() == "old"
    assert call("show", "-", "-o", "a.json", stdin="layers: [a\n", cwd=tmp_path).status == 1
    assert json.loads((tmp_path / "a.json").read_text())["findings"][0]["code"] == "Y003"


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("no/a.csv", "cnncalc: no/a.csv cannot be written: there is no folder no"),
        (".", "cnncalc: . cannot be written: is a directory"),
        ("a/", "cnncalc: the output `a/` names no file"),
        ("", "cnncalc: the output `` names no file"),
        ("file/a.csv", "cnncalc: file/a.csv cannot be written: not a directory"),
        ("loose", "cnncalc: loose cannot be written: there is no folder gone"),
        ("x" * 300, "cannot be written: file name too long"),
        ("/dev/full", "cnncalc: /dev/full cannot be written: no space left on device"),
    ],
)
def test_what_cannot_be_written_is_said(tmp_path: Path, output: str, says: str) -> None:
    (tmp_path / "file").write_text("old")
    (tmp_path / "loose").symlink_to("gone/a.csv")
    done = call("show", "lenet5", f"--output={output}", cwd=tmp_path)
    assert done.status == 2
    assert done.out == ""
    assert says.replace("folder gone", f"folder {tmp_path.resolve()}/gone") in done.err
    assert sorted(os.listdir(tmp_path)) == ["file", "loose"]
    assert (tmp_path / "file").read_text() == "old"


def test_a_folder_or_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anything, so the system's answers are made here."""
    path = tmp_path / "a.csv"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match=r"a\.csv cannot be written: it is read-only"):
        _output.write("new", str(path))
    monkeypatch.undo()

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UsageError, match=r"a\.csv cannot be written: permission denied"):
        _output.write("new", str(path))
    assert path.read_text() == "old"


@pytest.mark.parametrize("step", ["fsync", "replace", "fchmod"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
def test_a_failure_on_the_way_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(UsageError if isinstance(error, OSError) else KeyboardInterrupt):
        _output.write("new", str(path))
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_the_data_is_on_the_disk_before_it_takes_the_old_files_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    sizes: list[int] = []

    def note(name: str, real: Any) -> Any:
        def step(*given: Any) -> Any:
            steps.append(name)
            sizes.append(os.stat(given[0]).st_size)
            return real(*given)

        return step

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, note(name, getattr(os, name)))
    _output.write("new" * 100_000, str(tmp_path / "a"))
    assert steps == ["fsync", "replace"]
    assert sizes == [300_000, 300_000]


KILLED = """
import os, signal, sys
from cnncalc.cli import _output
real = os.{step}
def die(*given):
    if {after}: real(*given)
    os.kill(os.getpid(), signal.{signal})
os.{step} = die
_output.write("new" * 100_000, sys.argv[1])
"""


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_a_kill_leaves_the_old_file_or_the_new(tmp_path: Path, step: str, after: bool, name: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    code = KILLED.format(step=step, after=after, signal=name)
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -signal.Signals[name]
    assert path.read_text() == ("new" * 100_000 if (step, after) == ("replace", True) else "old")


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_an_old_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(mode)
    _output.write("new", str(path))
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_mode_of_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        _output.write("new", str(tmp_path / "a"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there/a.csv")
    for text in ("new", "newer"):
        _output.write(text, str(tmp_path / "link"))
        assert (tmp_path / "there" / "a.csv").read_text() == text
    assert (tmp_path / "link").is_symlink()
    assert os.listdir(tmp_path / "there") == ["a.csv"]


def test_a_pipe_is_written_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        _output.write("new", str(pipe))
        assert reader.communicate()[0] == b"new"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["net.cnn.yaml", "net.cnn.yaml:a", "./net.cnn.yaml"])
def test_the_file_that_is_read_is_not_written_over(tmp_path: Path, name: str) -> None:
    text = "input: 8x8x3\nvariants: {a: {}}\nlayers: [relu]\n"
    (tmp_path / "net.cnn.yaml").write_text(text)
    (tmp_path / "link").symlink_to("net.cnn.yaml")
    for output in ("net.cnn.yaml", "link"):
        done = call("show", name, "-o", output, cwd=tmp_path)
        assert done.status == 2
        assert f"{output} is the file that is read" in done.err
    assert (tmp_path / "net.cnn.yaml").read_text() == text


def test_a_name_that_no_terminal_may_see_is_escaped() -> None:
    done = call("show", "lenet5", "-o", "no\x1b[31m/a.csv")
    assert done.status == 2
    assert "\x1b" not in done.err
    assert "no\\x1b[31m/a.csv cannot be written" in done.err
