"""`cnncalc check` as a user has it: exit statuses, streams, reports and options."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cnncalc.cli._watch import watch
from tests.cli.runner import Done, call

GOOD = "source: x\ninput: 8x8x3\nlayers:\n  - conv: {filters: 4, kernel: 3}\n  - relu\nexpect: {params: 112}\n"
MISFIT = "source: x\ninput: 7x7x3\nlayers:\n  - conv: {filters: 8, kernel: 3, stride: 3}\n"
TWICE = GOOD.replace("  - relu\n", "  - relu\n  - relu\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("a.cnn.yaml", GOOD), ("nets/b.cnn.yaml", MISFIT), ("nets/c.cnn.yaml", TWICE)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def check(folder: Path, *arguments: str, stdin: str = "", **env: str) -> Done:
    return call("check", *arguments, stdin=stdin, env=env, cwd=folder)


def test_the_current_folder(folder: Path) -> None:
    done = check(folder)
    assert (done.status, done.err) == (1, "")
    assert "error[H302]: height and width: the windows do not fit: (7 + 2*0 - 3)/3 + 1 = 2 1/3" in done.out
    assert " --> nets/b.cnn.yaml:4:43 (layer conv1)" in done.out
    assert "warning[L103]" in done.out
    assert done.out.endswith("\nChecked 3 files (3 networks): 1 error, 1 warning in 2 files.\n")


def test_exit_statuses(folder: Path) -> None:
    assert check(folder, "a.cnn.yaml").status == 0
    assert check(folder, "nets/b.cnn.yaml").status == 1
    assert check(folder, "nets/c.cnn.yaml").status == 0
    assert check(folder, "nets/c.cnn.yaml", "--fail-level", "warning").status == 1
    assert check(folder, "--exit-zero").status == 0
    assert check(folder, "a.cnn.yaml", "gone.cnn.yaml").status == 2
    assert check(folder, "gone.cnn.yaml", "--exit-zero").status == 2


def test_what_is_not_there_is_told_after_the_rest(folder: Path) -> None:
    done = check(folder, "gone.cnn.yaml", "nets/b.cnn.yaml", "-f", "concise")
    assert done.status == 2
    lines = done.out.splitlines()
    assert lines[0].startswith("nets/b.cnn.yaml:4:43: H302 ")
    assert "there is no file or folder gone.cnn.yaml" in lines[1]
    report = json.loads(check(folder, "gone.cnn.yaml", "nets/b.cnn.yaml", "-f", "json").out)
    assert [file["status"] for file in report["files"]] == ["failed", "unreadable"]


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert done.status == 2
    assert "holds no architecture file" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "xml"], "there is no format `xml`"),
        (["--fail-level", "fatal"], "there is no fail level `fatal`"),
        (["--select", "Q"], "--select has `Q`, with which no code begins"),
        (["--ignore", "L999"], "--ignore has `L999`, with which no code begins"),
        (["--max-params", "many"], "--max-params must be a number such as 65M or 1.2G, not `many`"),
        (["--max-weights", "65M"], "--max-weights must be bytes with their unit"),
        (["--report", "sarif"], "--report sarif names no file"),
        (["--report", "xml=x"], "there is no format `xml`"),
        (["--baseline", "gone.json"], "there is no file gone.json"),
        (["--config", "gone.toml"], "there is no file gone.toml"),
        (["-o", "x", "--report", "json=x"], "two reports are to be written to"),
        (["-o", "a.cnn.yaml"], "is a file that is read"),
        (["--write-baseline", "a.cnn.yaml"], "is a file that is read"),
        (["--write-baseline", "notes.txt"], "is no baseline"),
        (["--write-baseline", "-"], "--write-baseline takes a file"),
        (["--write-baseline", "x", "-o", "x"], "two reports are to be written to"),
        (["--report", "sarif=cnncalc.toml"], "is a file that is read"),
        (["--select", ""], "--select names no code"),
        (["--select", ","], "--select names no code"),
        (["-o", "no/such/folder/x"], "cannot be written: there is no folder"),
    ],
)
def test_what_cannot_be_done(folder: Path, arguments: list[str], said: str) -> None:
    (folder / "notes.txt").write_text("[]")
    done = check(folder, *arguments)
    assert done.status == 2
    assert said in done.err
    assert (folder / "notes.txt").read_text() == "[]"
    assert (folder / "a.cnn.yaml").read_text() == GOOD


def test_budgets_of_the_command_line(folder: Path) -> None:
    done = check(folder, "a.cnn.yaml", "--max-params", "100", "--max-macs", "1G", "--max-weights", "448B")
    assert done.status == 1
    assert "error[B101]: params is 112, over the budget of --max-params, 100, by 12 (12.0 %)" in done.out
    assert "= help: the largest: conv1 (100.0 %)" in done.out
    assert "1 error in 1 file" in done.out


def test_settings(folder: Path) -> None:
    (folder / "cnncalc.toml").write_text(
        'exclude = ["b.cnn.yaml"]\nfail-level = "warning"\n[budget]\nparams = {warn = "100"}\n'
        '[[overrides]]\npath = "nets/"\nignore = ["L103"]\n[overrides.budget]\nparams = "1k"\n'
    )
    report = json.loads(check(folder, "-f", "json").out)
    assert [(file["path"], [finding["code"] for finding in file["findings"]], file["status"]) for file in report["files"]] == [
        ("a.cnn.yaml", ["B101"], "failed"),
        ("nets/c.cnn.yaml", [], "ok"),
    ]
    assert check(folder, "--max-params", "1k").status == 1  # a further limit: that of the settings holds as well
    assert check(folder, "--max-params", "1k", "--fail-level", "error").status == 0
    assert check(folder, "nets/b.cnn.yaml").status == 1  # it is named
    assert check(folder, "nets/b.cnn.yaml", "--force-exclude").status in (0, 2)
    (folder / "cnncalc.toml").write_text("exclude = [\n")
    done = check(folder)
    assert done.status == 2
    assert done.err.startswith("cnncalc: cnncalc.toml")


def test_a_baseline(folder: Path) -> None:
    done = check(folder, "--write-baseline", "known.json", "-q")
    assert done.status == 0
    assert done.err == "known.json holds 2 findings, which --baseline accepts.\n"
    done = check(folder, "--baseline", "known.json", "--fail-level", "info")
    assert done.status == 0
    assert done.out == "Checked 3 files (3 networks): all is well (2 accepted by the baseline).\n"
    (folder / "d.cnn.yaml").write_text(MISFIT)
    done = check(folder, "--baseline", "known.json", "-f", "concise")
    assert done.status == 1
    assert done.out.startswith("d.cnn.yaml:4:43: H302 ")


def test_reports_of_one_run(folder: Path) -> None:
    done = check(
        folder, "-f", "concise", "-o", "out.txt", "--report", "json=out.json", "--report", "junit=out.xml",
        "--report", "sarif=out.sarif", "--report", "gitlab=out.gitlab", "--report", "markdown=out.md",
        "--report", "jsonl=out.jsonl",
    )  # fmt: skip
    assert (done.status, done.out, done.err) == (1, "", "")
    assert (folder / "out.txt").read_text().startswith("nets/b.cnn.yaml:4:43: H302 ")
    report = json.loads((folder / "out.json").read_text())
    assert report["schema"] == "cnncalc.check/1"
    assert [file["path"] for file in report["files"]] == ["a.cnn.yaml", "nets/b.cnn.yaml", "nets/c.cnn.yaml"]
    assert report["files"][0]["totals"]["params"] == 112
    assert ElementTree.parse(folder / "out.xml").getroot().get("failures") == "1"  # the warning does not fail
    assert [len(run["results"]) for run in json.loads((folder / "out.sarif").read_text())["runs"]] == [2]
    assert len(json.loads((folder / "out.gitlab").read_text())) == 2
    assert (folder / "out.md").read_text().startswith("### cnncalc: 1 error")
    lines = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert [line.get("path") for line in lines] == ["a.cnn.yaml", "nets/b.cnn.yaml", "nets/c.cnn.yaml", None]


def test_machine_formats_leave_the_sums_on_standard_error(folder: Path) -> None:
    done = check(folder, "-f", "json")
    assert done.err == "Checked 3 files (3 networks): 1 error, 1 warning in 2 files.\n"
    assert check(folder, "-f", "json", "-q").err == ""
    assert json.loads(done.out) == json.loads(check(folder, "-f", "json", "-q").out)


def test_the_format_fits_the_place(folder: Path) -> None:
    annotation = "::error file=nets/b.cnn.yaml,line=4,col=43,endLine=4,endColumn=44,title=H302::"
    assert annotation in check(folder, GITHUB_ACTIONS="true").out
    assert annotation not in check(folder, GITHUB_ACTIONS="false").out
    assert annotation not in check(folder, "-f", "full", GITHUB_ACTIONS="true").out
    assert json.loads(check(folder, CNNCALC_OUTPUT_FORMAT="json").out)
    assert check(folder, CNNCALC_OUTPUT_FORMAT="xml").status == 2


def test_step_summary(folder: Path) -> None:
    summary = folder / "summary.md"
    summary.write_text("of an earlier step\n")
    assert check(folder, "--step-summary", GITHUB_STEP_SUMMARY=str(summary)).status == 1
    text = summary.read_text()
    assert text.startswith("of an earlier step\n")
    assert "### cnncalc: 1 error" in text
    done = check(folder, "--step-summary")
    assert done.err == "cnncalc: --step-summary has no effect: GITHUB_STEP_SUMMARY is not set\n"
    assert done.status == 1


def test_list_files(folder: Path) -> None:
    assert check(folder, "--list-files") == Done(0, "a.cnn.yaml\nnets/b.cnn.yaml\nnets/c.cnn.yaml\n", "")
    assert check(folder, "--list-files", "nets").out == "nets/b.cnn.yaml\nnets/c.cnn.yaml\n"
    done = check(folder, "--list-files", "gone", "a.cnn.yaml")
    assert (done.status, done.out) == (2, "a.cnn.yaml\n")
    assert "there is no file or folder gone" in done.err


def test_statistics_and_loudness(folder: Path) -> None:
    lines = check(folder, "--statistics", "-f", "concise").out.splitlines()
    assert lines[-3:-1] == ["1 H302 windows-do-not-fit", "1 L103 repeated-activation"]
    assert "Checked" not in check(folder, "--quiet").out
    assert "a.cnn.yaml: ok, 112 parameters, 3,888 multiply-adds\n" in check(folder, "-v").out


def test_standard_input(folder: Path) -> None:
    done = check(folder, "-", "-f", "concise", stdin=MISFIT)
    assert done.status == 1
    assert done.out.startswith("<stdin>:4:43: H302 ")
    named = check(folder, "-", "--stdin-filename", "nets/new.cnn.yaml", "-f", "concise", stdin=MISFIT)
    assert named.out.startswith("nets/new.cnn.yaml:4:43: H302 ")
    assert check(folder, "-", stdin=GOOD).status == 0


def test_every_variant(folder: Path) -> None:
    text = "source: x\ninput: 8x8x3\nparams: {k: 3}\nvariants: {a: {}, b: {k: 9}}\nlayers: [{conv: {filters: 1, kernel: $k}}]\n"
    (folder / "v.cnn.yaml").write_text(text)
    report = json.loads(check(folder, "v.cnn.yaml", "-f", "json").out)
    assert [(file["variant"], file["status"]) for file in report["files"]] == [("a", "ok"), ("b", "failed")]
    done = check(folder, "v.cnn.yaml")
    assert "in b)" in done.out


def test_limits_can_be_raised(folder: Path) -> None:
    (folder / "long.cnn.yaml").write_text("source: x\ninput: 4\nlayers: [{repeat: 30, layers: [relu6]}]\n")
    assert "Y013" in check(folder, "long.cnn.yaml", "--max-layers", "20").out
    assert "Y013" not in check(folder, "long.cnn.yaml").out


@pytest.mark.parametrize("format", ["full", "concise", "json", "jsonl", "github", "gitlab", "junit", "sarif", "markdown"])
def test_a_reader_that_leaves_early(folder: Path, format: str) -> None:
    for number in range(300):
        (folder / f"n{number}.cnn.yaml").write_text(MISFIT)
    command = [sys.executable, "-m", "cnncalc", "check", "-f", format, "--exit-zero"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder)
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(60) == 0
    assert "Traceback" not in said
    assert "Broken" not in said


def test_colour_and_width(folder: Path) -> None:
    assert "\x1b[1;31merror[H302]\x1b[0m" in check(folder, "--color", "always").out
    assert "\x1b" not in check(folder).out
    assert max(map(len, check(folder, "--width", "60").out.splitlines()[1:])) <= 100


def test_watching(folder: Path) -> None:
    assert check(folder, "--watch", CI="true").status == 2
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-u", "-m", "cnncalc", "check", "a.cnn.yaml", "--watch"]
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env=environment,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where the tests run in the background
        )  # fmt: skip
    try:
        _wait_for(folder / "log", "all is well")
        (folder / "a.cnn.yaml").write_text(MISFIT)
        _wait_for(folder / "log", "H302")
        (folder / "cnncalc.toml").write_text('ignore = ["H302"]\n')
        _wait_for(folder / "log", "1 ignored")
    finally:
        process.send_signal(signal.SIGINT)
    assert process.wait(20) == 130


def test_a_change_while_files_are_checked_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    path, runs = tmp_path / "a.cnn.yaml", []

    def check_and_edit() -> None:
        runs.append(path.exists())
        if len(runs) == 2:
            raise KeyboardInterrupt
        path.write_text(MISFIT)

    def nothing_changed(seconds: float) -> None:
        raise AssertionError(runs)

    monkeypatch.setattr(time, "sleep", nothing_changed)
    with pytest.raises(KeyboardInterrupt):
        watch(check_and_edit, lambda: [str(path)])
    assert runs == [False, True]


def _wait_for(path: Path, text: str) -> None:
    end = time.monotonic() + 30
    while text not in path.read_text():
        assert time.monotonic() < end, f"{text} did not come: {path.read_text()}"
        time.sleep(0.05)
