"""Every fault that a file can hold, with the whole text of what is said about it: `bad/NAME.cnn.yaml` and `bad/NAME.out`.

To add a case, add its file and run this test with CNNCALC_UPDATE=1 in the environment; then read the new `.out`.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from cnncalc import layers
from cnncalc.api import Architecture
from cnncalc.diagnostics import LINE_BREAK, CnnCalcError, Diagnostic
from cnncalc.render.findings import render_findings, summary
from cnncalc.spec.load import Program
from cnncalc.spec.source import decode

FOLDER = Path(__file__).parent / "bad"
FILES = sorted(FOLDER.glob("*.cnn.yaml"))
UPDATE = os.environ.get("CNNCALC_UPDATE") == "1"
#: Files with more than one fault, each of which is to be found in one run.
SEVERAL = {"all-in-one-run": 4, "y010-all-words": 8, "y011-all-forms": 8}


def diagnose(data: bytes, name: str) -> tuple[list[Diagnostic], str]:
    """The findings of a file and the text that they point into."""
    try:
        text = decode(data, name)
        report = Architecture(Program(text, layers, name), name, None, {}).calculate()
    except CnnCalcError as error:
        return list(error.findings), error.source
    return list(report.findings), report.text


def rendered(findings: Iterable[Diagnostic], text: str, name: str) -> str:
    """What a person is shown."""
    findings = list(findings)
    return render_findings(findings, text, name, 100) + summary(findings) + "\n"


def test_there_are_cases() -> None:
    assert len(FILES) >= 120
    assert {path.stem for path in FOLDER.glob("*.out")} == set(map(_name, FILES))


def _name(path: Path) -> str:
    return path.name.removesuffix(".cnn.yaml")


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_diagnostics(path: Path) -> None:
    findings, text = diagnose(path.read_bytes(), path.name)
    out = rendered(findings, text, path.name)
    expected = path.with_name(_name(path) + ".out")
    if UPDATE:
        expected.write_text(out, "utf-8")
    assert out == expected.read_text("utf-8")
    assert all(character == "\n" or character.isprintable() for character in out)
    _check_count(path, findings)
    for finding in findings:
        _check_places(finding, text)


def _check_count(path: Path, findings: list[Diagnostic]) -> None:
    """One fault, one finding; the file's name begins with its code. `ok-` files are accepted."""
    name = _name(path)
    if name.startswith("ok-"):
        assert not findings
        return
    assert len(findings) == SEVERAL.get(name, 1)
    code = name.partition("-")[0].upper()
    if code != "ALL":
        assert {finding.code for finding in findings} == {code}
    expected = "warning" if code == "Y017" else "error"
    assert {finding.severity for finding in findings} == {expected}


def _check_places(finding: Diagnostic, text: str) -> None:
    """Every place lies inside the text and is not empty."""
    lines = LINE_BREAK.split(text)
    assert finding.span is not None
    for span in (finding.span, *(label.span for label in finding.labels)):
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 2
        assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert finding.message[:1] not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert not finding.message.endswith(".")


def cnncalc(*arguments: str, stdin: bytes | None = None, limit: float = 20) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a person does; its memory is bounded."""
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1", "CNNCALC_DEBUG": "1"}
    return subprocess.run(
        [sys.executable, "-m", "cnncalc", *arguments], input=stdin, capture_output=True, timeout=limit, env=environment,
        cwd=FOLDER.parent.parent, preexec_fn=_bound_memory, check=False,
    )  # fmt: skip


def _bound_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def test_a_refused_file_on_the_command_line() -> None:
    name = str(FOLDER / "y005-duplicate-option.cnn.yaml")
    ran = cnncalc("show", name)
    assert ran.returncode == 1
    expected = (FOLDER / "y005-duplicate-option.out").read_text("utf-8")
    assert ran.stderr.decode() == expected.replace("--> y005", f"--> {FOLDER}/y005")


def test_a_warning_alone_is_no_failure() -> None:
    ran = cnncalc("show", str(FOLDER / "y017-escape.cnn.yaml"))
    assert ran.returncode == 0
    assert b"warning[Y017]" in ran.stderr


@pytest.mark.parametrize("size", [2**20, 50 * 10**6])
def test_a_file_over_the_cap(tmp_path: Path, size: int) -> None:
    path = tmp_path / "large.cnn.yaml"
    with path.open("wb") as file:
        file.write(b"input: 8x8x3\nlayers: [relu]\n#")
        file.truncate(size + 1)
    ran = cnncalc("show", str(path))
    assert ran.returncode == 1
    assert b"error[Y016]: the file is larger than 1,048,576 bytes" in ran.stderr
    assert b"--max-bytes raises the limit" in ran.stderr


def test_endless_standard_input() -> None:
    with open("/dev/zero", "rb") as zeros:
        ran = subprocess.run(
            [sys.executable, "-m", "cnncalc", "show", "-"], stdin=zeros, capture_output=True, timeout=20, check=False,
            cwd=FOLDER.parent.parent, preexec_fn=_bound_memory,
        )  # fmt: skip
    assert ran.returncode == 1
    assert b"error[Y016]" in ran.stderr


def test_what_is_no_file(tmp_path: Path) -> None:
    fifo, loop = tmp_path / "fifo.yaml", tmp_path / "loop.yaml"
    os.mkfifo(fifo)
    loop.symlink_to(loop)
    for path, said in (
        ("/dev/zero", "is no regular file"),
        (str(fifo), "is no regular file"),
        (str(tmp_path), "is a directory"),
        (str(loop), "cannot be read"),
        (str(tmp_path / "gone.yaml"), "there is no file"),
        ("/dev/null/x.yaml", "cannot be read"),
    ):
        ran = cnncalc("show", path)
        assert (ran.returncode, ran.stdout) == (2, b""), path
        assert said in ran.stderr.decode(), path
        assert ran.stderr.startswith(b"cnncalc: "), path


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text("input: 8x8x3\nlayers: [relu]\n")
    path.chmod(0)
    ran = cnncalc("show", str(path))
    assert ran.returncode == 2
    assert b"cannot be read" in ran.stderr


def test_standard_input() -> None:
    assert cnncalc("show", "-", stdin=b"input: 8x8x3\nlayers: [relu]\n").returncode == 0
    ran = cnncalc("show", "-", stdin=b"input: 8x8x3\nlayers: [rellu]\n")
    assert ran.returncode == 1
    assert b"--> <stdin>:2:10" in ran.stderr


def test_thirty_thousand_brackets_leave_the_process_alive() -> None:
    ran = cnncalc("show", "-", stdin=b"[" * 30_000)
    assert ran.returncode == 1
    assert b"error[Y014]: nested deeper than 64 levels" in ran.stderr
    assert b"<stdin>:1:65" in ran.stderr


def test_one_very_long_line() -> None:
    text = b"input: 8x8x3\nsource: " + b"a" * 900_000 + b"\nlayers: [{relu: , nmae: b}]\n"
    findings, _ = diagnose(text, "long")
    assert [finding.code for finding in findings] == ["S104"]
    one_line = b"{input: 8x8x3, source: " + b"a" * 900_000 + b", layers: [rellu]}\n"
    findings, text_read = diagnose(one_line, "long")
    out = rendered(findings, text_read, "long")
    assert [finding.code for finding in findings] == ["S105"]
    assert max(map(len, out.splitlines())) <= 100
    lines = out.splitlines()
    at = lines[4].index("^")
    assert lines[3][at : at + 5] == "rellu"


@pytest.mark.parametrize("shape", [("show",), ("show", "-f", "lecture"), ("show", "-f", "json"), ("explain",)], ids="-".join)
def test_names_that_would_be_obeyed(shape: tuple[str, ...]) -> None:
    """Escape sequences, hidden characters, markup and workflow commands are printed, not obeyed."""
    name = '"\\e[31m\\u202e\\u200b[/bold]\\n::error file=x::pwn\\r::stop-commands::t"'
    text = f"name: {name}\nsource: {name}\ninput: 8x8x3\n"
    text += f"layers:\n  - {{name: {name}, conv: {{filters: 1, kernel: 3}}}}\n  - relu\n"
    path = ["-", "relu1"] if shape == ("explain",) else ["-"]
    ran = cnncalc(*shape, *path, "--color", "never", stdin=text.encode())
    assert ran.returncode == 0
    for stream in (ran.stdout.decode(), ran.stderr.decode()):
        assert all(character == "\n" or character.isprintable() for character in stream)
        assert not any(line.startswith("::") for line in stream.splitlines())
    if "lecture" not in shape and "explain" not in shape:
        assert "[/bold]" in ran.stdout.decode()


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A file's name may hold any byte."""
    path = os.path.join(os.fsencode(tmp_path), b"a\xff\n\x1b[31m, b%.yaml")
    with open(path, "wb") as file:
        file.write(b"input: 8x8x3\nlayers: [rellu]\n")
    ran = subprocess.run(
        [sys.executable, "-m", "cnncalc", "show", path], capture_output=True, timeout=20, check=False, cwd=FOLDER.parent.parent
    )
    assert ran.returncode == 1
    shown = ran.stderr.decode()
    assert all(character == "\n" or character.isprintable() for character in shown)
    assert "error[S105]" in shown


def test_crlf_gives_the_same_positions() -> None:
    unix = b"input: [8, 8, 3,]\nlayers:\n  - conv: {filters: 8, kernel: [3,3,], srtide: 2}\n  - relu"
    found = [diagnose(text, "x")[0] for text in (unix, unix.replace(b"\n", b"\r\n"), unix + b"\n", b"\xef\xbb\xbf" + unix)]
    assert found[0][0].span == (3, 40, 3, 46)
    assert found[0] == found[1] == found[2] == found[3]
