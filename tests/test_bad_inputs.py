"""The table of bad inputs, row by row, through `cnncalc check` as a process: what it says, where, and what that takes.

A row is held by files of `bad/`, which `test_bad` holds to their whole texts, or by a test here or in `test_bad_names`.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cnncalc.spec.document import read
from tests import test_bad_names
from tests.measured import Measured, measure
from tests.test_bad import FOLDER

#: Row -> files of `bad/` with the place of what is found; the code is the beginning of the name, and `ok-` files have none.
FILES: dict[int, str] = {
    1: "y001-empty 1:1, y001-only-comments 1:1, y001-only-marker 1:1",
    2: "y002-page 2:1, y002-two-documents 3:1",
    3: "s101-list 1:1, s101-scalar 1:1",
    4: "y003-list-then-mapping-bare 2:1, y003-list-then-mapping 3:1",
    5: "y003-unclosed-list 1:8, y003-unclosed-braces 3:11, y003-unclosed-single-quote 2:7, y003-unclosed-double-quote 2:7",
    6: "y003-extra-brace 3:34, y003-extra-bracket 1:17",
    7: "y004-tab-indent 3:1",
    8: "s102-comment 4:16",
    9: "y005-duplicate-option 3:36, y005-duplicate-key 4:1",
    10: "g202-layers 4:12",
    11: "y010-bias-no 3:41, y010-bias-on 3:41",
    12: "y010-key-on 2:1, y010-key-no 3:35",
    13: "y011-leading-zero 3:32",
    14: "y011-underscore 3:21",
    15: "y011-base-60 3:14",
    16: "ok-exponents",
    17: "s102-name 1:7",
    18: "s102-kernel-float 3:32, s102-kernel-quoted 3:32",
    19: "s102-padding-equals 3:44",
    20: "ok-date-name",
    21: "s102-0x_ 3:21",
    22: "y006-int 1:8, y006-bool 3:41, y006-timestamp 2:7",
    23: "y006-python-object 2:7",
    24: "y006-own-tag 2:7, y006-include 2:9",
    25: "y006-binary 2:7, y006-set 3:9, y006-omap 2:9",
    26: "s103-digits 3:21",
    27: "s103-hexadecimal 3:21",
    28: "s102-infinite 3:21, s102-nan 3:32, s102-minus-infinite 3:14",
    29: "y007-list-key 3:7",
    30: "y007-integer-key 2:1, y007-null-key 2:1, y007-true-key 3:35",
    31: "y008-alias 2:9",
    32: "y009-cycle-in-list 2:13, y009-cycle-in-mapping 5:20",
    33: "y012-merge-cycle 3:13, y012-merge-itself 3:10, y012-merge 5:7",
    34: "y013-billion-laughs 7:15",
    35: "ok-many-anchors, y013-aliases 1004:5",
    36: "y014-unclosed-brackets 1:65, y014-brackets 2:72, y014-indented 66:64",
    38: "y015-nul 2:8, y015-bell-in-comment 1:21",
    39: "y015-not-utf-8 2:10, y015-utf-16 1:1, ok-bom",
    40: "y010-directive 4:13",
    43: "y017-escape 2:7, y017-override 2:7, y017-zero-width 3:12",
    44: "ok-newline-in-name, y017-command 2:7",
    45: "ok-markup",
    48: "s104-option 3:12, s105-kind 3:5, s105-kind-near 3:5",
    49: "h303-stride 3:43, h303-kernel 3:32, h303-kernel-negative 3:32, h303-groups 3:43, h303-dilation 3:45, h304-groups 3:43, "
    "h304-groups-filters 3:43, h304-groups-huge 3:43, h301-kernel-huge 3:32, h302-stride-huge 3:43, h301-dilation-huge 3:23",
    50: "h301-kernel 3:32, h301-pool 3:14",
    51: "g203-cycle 3:21, g203-self 3:21, g201-later 4:12, g201-from 3:12",
    52: "s103-input 1:8, s103-size 3:21, y013-repeats 3:13, y013-nested-repeats 6:18",
    54: "ok-crlf",
}
#: Row -> the test that holds what no file of `bad/` can.
TESTS: dict[int, list[Callable[..., None]]] = {}
#: Words that a row asks for.
SAID = {
    8: "a comment needs a space before its `#`",
    5: "opened by `[`",
    17: "quote it",
    31: "did you mean `*size`?",
    26: "5,000 digits",
}


def holds(row: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Marks a test as that of a row."""

    def remember(test: Callable[..., None]) -> Callable[..., None]:
        TESTS.setdefault(row, []).append(test)
        return test

    return remember


def check(*arguments: str | bytes, cwd: Path, **more: object) -> Measured:
    """What a file is refused for, a line each: of rules, budgets and expectations nothing is selected."""
    done = measure("check", "--no-cache", "--select", "Y", "-f", "concise", *arguments, cwd=cwd, **more)  # type: ignore[arg-type]
    assert done.seconds < 1
    assert done.mebibytes < 100
    assert "Traceback" not in done.err
    assert "internal error" not in done.err
    return done


def test_every_row_is_held() -> None:
    """There are 55; 53 is about homework, of which there is none."""
    held = {*FILES, *TESTS, *test_bad_names.ROWS}
    assert held == {*range(1, 56)} - {53}


@pytest.mark.parametrize("row", FILES)
def test_files(row: int) -> None:
    files = [words.split() for words in FILES[row].split(", ")]
    done = check("--jobs", "1", *(f"{name}.cnn.yaml" for name, *_ in files), cwd=FOLDER)
    wanted = [f"{name}.cnn.yaml:{place}: {name.partition('-')[0].upper()} " for name, *places in files for place in places]
    assert len(done.lines) == len(wanted) + 1
    for line, start in zip(done.lines, wanted, strict=False):
        assert line.startswith(start)
    warnings = sum(" Y017 " in start for start in wanted)
    assert done.status == int(len(wanted) > warnings)
    assert done.err == ""


@pytest.mark.parametrize("row", SAID)
def test_what_is_said(row: int) -> None:
    out = "".join((FOLDER / f"{words.split()[0]}.out").read_text("utf-8") for words in FILES[row].split(", "))
    assert SAID[row] in out


@holds(34)
def test_a_bomb_is_never_expanded() -> None:
    """Nodes are counted before an alias is followed: fewer are made than the text has characters."""
    text = (FOLDER / "y013-billion-laughs.cnn.yaml").read_text("utf-8")
    made = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event == "call"

    sys.setprofile(count)
    try:
        document = read(text)
    finally:
        sys.setprofile(None)
    assert [finding.code for finding in document.findings] == ["Y013"]
    assert made < 50 * len(text)


@holds(37)
def test_thirty_thousand_brackets(tmp_path: Path) -> None:
    (tmp_path / "a.cnn.yaml").write_text("[" * 30_000)
    done = check("a.cnn.yaml", cwd=tmp_path)
    assert (done.status, done.lines[0]) == (1, "a.cnn.yaml:1:65: Y014 nested deeper than 64 levels")


@holds(41)
@pytest.mark.parametrize("size", [2**20 + 1, 50 * 10**6])
def test_a_large_file(tmp_path: Path, size: int) -> None:
    with (tmp_path / "a.cnn.yaml").open("wb") as file:
        file.write(b"input: 8x8x3\nlayers: [relu]\n#")
        file.truncate(size)
    done = check(".", cwd=tmp_path)
    assert (done.status, done.lines[0]) == (1, "a.cnn.yaml:1:1: Y016 the file is larger than 1,048,576 bytes")


@holds(41)
def test_endless_input(tmp_path: Path) -> None:
    with open("/dev/zero", "rb") as zeros:
        done = check("-", cwd=tmp_path, stdin=zeros)
    assert (done.status, done.lines[0]) == (1, "<stdin>:1:1: Y016 the file is larger than 1,048,576 bytes")


@holds(41)
def test_what_is_no_file(tmp_path: Path) -> None:
    """Named like an architecture file and found in a folder; whatever opens a FIFO waits for ever."""
    os.mkfifo(tmp_path / "fifo.cnn.yaml")
    (tmp_path / "zeros.cnn.yaml").symlink_to("/dev/zero")
    (tmp_path / "folder.cnn.yaml").mkdir()
    (tmp_path / "bad.cnn.yaml").write_text("layers\n")
    done = check("--jobs", "1", ".", "/dev/zero", cwd=tmp_path)
    assert done.status == 2
    assert done.lines[:-1] == [
        "bad.cnn.yaml:1:1: S101 expected a mapping, found a scalar",
        "error: fifo.cnn.yaml is no regular file", "error: zeros.cnn.yaml is no regular file",
        "error: /dev/zero is no regular file",
    ]  # fmt: skip


@holds(42)
def test_one_long_line(tmp_path: Path) -> None:
    """The line under a finding is cut around its caret."""
    (tmp_path / "a.cnn.yaml").write_text(f"{{input: 8x8x3, source: {'a' * 900_000}, layers: [rellu]}}\n")
    done = measure("check", "--no-cache", "a.cnn.yaml", cwd=tmp_path)
    assert (done.status, done.seconds < 1, done.mebibytes < 100) == (1, True, True)
    assert max(map(len, done.lines)) <= 100
    at = done.lines[4].index("^^^^^")
    assert done.lines[3][at : at + 5] == "rellu"


@holds(54)
def test_positions_are_the_same_with_other_line_ends(tmp_path: Path) -> None:
    text = b"input: [8, 8, 3,]\nlayers:\n  - conv: {filters: 8, kernel: [3,3,], srtide: 2}\n  - relu"
    for name, data in (("crlf", text.replace(b"\n", b"\r\n")), ("end", text + b"\n"), ("lf", text)):
        (tmp_path / f"{name}.cnn.yaml").write_bytes(data)
    done = check("--jobs", "1", ".", cwd=tmp_path)
    assert [line.partition(" ")[0] for line in done.lines[:-1]] == [f"{name}.cnn.yaml:3:40:" for name in ("crlf", "end", "lf")]


@holds(55)
def test_a_file_that_goes_while_others_are_checked(tmp_path: Path) -> None:
    """Files are listed first; of those behind standard input one is deleted while that is waited for."""
    for name in ("a", "nets/b", "nets/c"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.cnn.yaml").write_text("layers\n")
    command = [sys.executable, "-m", "cnncalc", "check", "--no-cache", "--jobs", "1", "-f", "concise", "a.cnn.yaml", "-", "nets"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"a.cnn.yaml:1:1: S101 ")  # so all are listed
        (tmp_path / "nets" / "b.cnn.yaml").unlink()
        out, err = process.communicate(b"layers\n", timeout=60)
    lines = out.decode().splitlines()
    assert (process.returncode, err) == (2, b"")
    assert [line.partition(" ")[0] for line in lines] == ["<stdin>:1:1:", "error:", "nets/c.cnn.yaml:1:1:", "Found"]
    assert lines[1] == "error: there is no file nets/b.cnn.yaml"


@holds(55)
def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    for name, target in (("gone", "nothing"), ("ring", "ring.cnn.yaml"), ("up", ".")):
        (tmp_path / f"{name}.cnn.yaml").symlink_to(target)
    (tmp_path / "z.cnn.yaml").write_text("layers\n")
    done = check("--jobs", "1", ".", cwd=tmp_path)
    assert done.status == 2
    assert done.lines[0] == "error: there is no file gone.cnn.yaml"
    assert done.lines[1].startswith("error: ring.cnn.yaml cannot be read: ")
    assert done.lines[2].startswith("z.cnn.yaml:1:1: S101 ")  # a link to a folder is not followed


@holds(55)
@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_no_permission(tmp_path: Path) -> None:
    for name in ("a", "folder/b", "z"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.cnn.yaml").write_text("layers\n")
    (tmp_path / "a.cnn.yaml").chmod(0)
    (tmp_path / "folder").chmod(0)
    done = check("--jobs", "1", ".", cwd=tmp_path)
    (tmp_path / "folder").chmod(stat.S_IRWXU)
    assert done.status == 2
    assert done.lines[0].startswith("error: a.cnn.yaml cannot be read: ")
    assert done.lines[1].startswith("z.cnn.yaml:1:1: S101 ")
    assert done.lines[2].startswith("error: folder")
