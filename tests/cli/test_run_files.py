"""What `cnncalc run` reads and writes: refused before anything is made, told as it is, and printed within the width."""

from __future__ import annotations

import errno
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from cnncalc import files
from cnncalc.__main__ import run as run_here
from cnncalc.diagnostics import UsageError
from cnncalc.execution import capacity, images
from cnncalc.execution import run as execution
from cnncalc.execution.backend import DEVICES, DTYPES
from cnncalc.schema import schema_of
from tests.cli.runner import call
from tests.oracle import oracle_or_skip
from tests.schema.judge import validator

np = oracle_or_skip("numpy")
oracle_or_skip("threadpoolctl")
oracle_or_skip("psutil")
FILES = {
    "net.cnn.yaml": "input: 3\nlayers: [{fc: 2, name: f}, {relu: , name: r}]\n",
    "side.cnn.yaml": """\
input: 4x4x2
layers:
  - {conv: {filters: 3, kernel: 1}, name: c}
  - {name: side, aux: [globalavgpool, {fc: 2}]}
  - {fc: 3, name: f}
""",
    "plain.cnn.yaml": "input: 3\nlayers: [relu]\n",
    "listed.cnn.yaml": """\
input: 4x4x1
layers: [conv: {filters: 1, kernel: 3, bias: false, values: [[1, 2, 1], [0, 0, 0], [1, 2, 1]]}, batchnorm: ]
""",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sparse(path: Path, shape: tuple[int, ...]) -> None:
    """A .npy file of zeros that takes no room."""
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": "<f4", "fortran_order": False, "shape": shape})
    path.write_bytes(head.getvalue())
    os.truncate(path, len(head.getvalue()) + 4 * int(np.prod(shape)))


@pytest.mark.parametrize("arguments", [["--save", "side=s.npy"], ["--save", "fc1=s.npy"], ["--maps", "side", "-o", "s.png"]])
def test_a_side_head_by_any_name_is_refused(here: Path, arguments: list[str]) -> None:
    done = call("run", "side.cnn.yaml", *arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err == "cnncalc: `side/fc1` is part of the side head `side`, which is left out of a run\n"


def test_side_heads_that_are_left_out_are_told(here: Path) -> None:
    assert call("run", "side.cnn.yaml").out.splitlines()[3] == "the side head side is left out"
    assert "\nthe side heads aux1, aux2 are left out\n\n" in call("run", "googlenet", "--scale", "1/8").out
    many = "".join(f"  - {{name: h{number}, aux: [fc: 2]}}\n" for number in range(5))
    (here / "many.cnn.yaml").write_text(f"input: 4\nlayers:\n{many}  - relu\n", "utf-8")
    assert "\nthe side heads h0, h1, h2 and 2 more are left out\n\n" in call("run", "many.cnn.yaml").out
    assert "left out" not in call("run", "net.cnn.yaml").out


def test_what_was_written_is_told_to_people_alone(here: Path) -> None:
    asked = ("run", "side.cnn.yaml", "--batch", "2", "--save", "f=f.NPY", "--save", "c=c.npy", "--maps", "c", "-o", "c.Png")
    told = [line for line in call(*asked).out.splitlines() if line.startswith("wrote")]
    assert told == [
        "wrote f.NPY: f, an array of 2x3, channels first",
        "wrote c.npy: c, an array of 2x3x4x4, channels first",
        "wrote c.Png: c, 3 channels of image 0",
    ]
    assert np.load("f.NPY").shape == (2, 3)
    assert Path("c.Png").read_bytes().startswith(b"\x89PNG")
    assert "wrote" not in call(*asked, "-f", "json").out
    assert "wrote f.png: f, 3 values\n" in call("run", "side.cnn.yaml", "--maps", "f", "-o", "f.png").out
    (here / "wide.cnn.yaml").write_text("input: 2x2x300\nlayers: [relu]\n", "utf-8")
    assert "wrote w.png: relu1, channels 0 to 255 of 300\n" in call("run", "wide.cnn.yaml", "--maps", "relu1", "-o", "w.png").out


@pytest.mark.parametrize(
    ("shape", "at", "told"),
    [
        ((2, 2000), (1, 1017), "1 at 1,017 (5)"),
        ((2, 8, 9), (0, 6, 7), "0 at row 6, column 7 (5)"),
        ((3, 4, 5, 6), (2, 3, 0, 1), "2 at slice 3, row 0, column 1 (5)"),
    ],
)
def test_a_place_says_what_it_counts(here: Path, shape: tuple[int, ...], at: tuple[int, ...], told: str) -> None:
    x = np.zeros(shape)
    x[at] = 5
    np.save("x.npy", x)
    sizes = "x".join(map(str, (*shape[1:], shape[0])))
    (here / "places.cnn.yaml").write_text(f"input: {sizes}\nlayers: [relu]\n", "utf-8")
    assert f"\nlargest in relu1: {told}\n" in call("run", "places.cnn.yaml", "--array", "x.npy", "--top", "1").out


@pytest.mark.parametrize("command", ["run", "grad"])
def test_an_array_beyond_the_memory_is_refused_by_its_header(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    sparse(here / "x.npy", (1_000_000, 3))
    monkeypatch.setattr(capacity, "available", lambda device: 2_000_000)
    monkeypatch.setattr("cnncalc.execution.memory.available", lambda device: 2_000_000)
    monkeypatch.setattr(images, "array", lambda *given: pytest.fail("its values are read"))
    assert run_here([command, "net.cnn.yaml", "--array", "x.npy"]) == 2
    said = capsys.readouterr().err
    assert "net with a batch of 1,000,000 needs" in said or "every array and its gradient take" in said


@pytest.mark.parametrize("command", ["run", "grad"])
def test_memory_that_ends_as_an_array_is_read(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    def full(*given: Any) -> None:
        raise MemoryError("Unable to allocate 4 GiB")

    sparse(here / "x.npy", (1, 3))
    monkeypatch.setattr(images, "array", full)
    assert run_here([command, "net.cnn.yaml", "--array", "x.npy"]) == 2
    assert "cnncalc: the memory is too small: Unable to allocate 4 GiB\n  help: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--save", "f=-"], "--save f=- names no file, and the array is not written to standard output"),
        (["--maps", "f", "-o", "-"], "-o - names no file, and the picture is not written to standard output"),
        (["--save", "r=one.npy", "--save", "f=d.npy"], "d.npy cannot be written: is a directory"),
        (["--save", "r=one.npy", "--save", "f=."], ". cannot be written: is a directory"),
        (["--save", "r=one.npy", "--save", "f=x.npy/"], "the output `x.npy/` names no file"),
        (["--save", "r=one.npy", "--maps", "f", "-o", "d.png"], "d.png cannot be written: is a directory"),
        (["--save", "r=one.npy", "--save", "f=no/x.npy"], "no/x.npy cannot be written: there is no folder no"),
        (["--save", "r=one.npy", "--save", "f=net.cnn.yaml/x.npy"], "net.cnn.yaml/x.npy cannot be written: not a directory"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_runs(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    for name in ("d.npy", "d.png"):
        (here / name).mkdir()
    monkeypatch.setattr(execution, "execute", lambda *given: pytest.fail("it runs"))
    assert run_here(["run", "net.cnn.yaml", *arguments]) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"cnncalc: {said}"
    assert sorted(path.name for path in here.iterdir()) == sorted([*FILES, "d.npy", "d.png"])


def test_a_folder_without_permission_is_found_beforehand(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anything, so the system's answers are made here."""
    (here / "old").write_text("old")
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.W_OK)
    for name in ("old", "new"):
        with pytest.raises(UsageError, match=rf"^{name} cannot be written: nothing can be made in the folder \.$"):
            files.check_target(name)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(UsageError, match=r"^old cannot be written: it is read-only$"):
        files.check_target("old")
    monkeypatch.undo()
    with pytest.raises(UsageError, match=os.strerror(errno.ENAMETOOLONG).lower()):
        files.check_target("x" * 300)
    assert files.check_target(str(here / "new")) is None
    assert files.check_target(os.devnull) is not None


@pytest.mark.parametrize(
    ("name", "words", "source"),
    [
        ("net.cnn.yaml", "weights random, seed 0", "random"),
        ("listed.cnn.yaml", "weights given", "given"),
        ("plain.cnn.yaml", "no weights", ""),
    ],
)
@pytest.mark.parametrize("command", ["run", "grad"])
def test_where_the_weights_are_from(here: Path, name: str, words: str, source: str, command: str) -> None:
    x = np.zeros((1, 4, 4) if name == "listed.cnn.yaml" else 3, "float32")
    np.save(here / "x.npy", x)
    assert f", x.npy; {words};" in call(command, name, "--array", "x.npy").out
    found = json.loads(call(command, name, "--array", "x.npy", "-f", "json").out)
    assert found["weights_from" if command == "run" else "weights"] == source
    assert list(validator(command).iter_errors(found)) == []


@pytest.mark.parametrize("width", [30, 40, 100])
def test_names_of_files_are_broken_where_they_are_long(here: Path, width: int) -> None:
    name, array = "n" * 60 + ".cnn.yaml", "層" * 50 + "x" * 90 + ".npy"
    (here / name).write_text(FILES["net.cnn.yaml"], "utf-8")
    np.save(here / array, np.zeros(3))
    for command in ("run", "grad"):
        done = call(command, name, "--array", array, "--width", str(width))
        assert (done.status, done.err) == (0, "")
        assert max(map(cell_len, done.out.splitlines())) <= width
        assert f"{array};" in "".join(done.out.split())
        bold = re.findall("\x1b\\[1m(.*)\x1b\\[0m", call(command, name, "--width", str(width), "--color", "always").out)
        assert "".join(bold[:-1]).endswith("n" * 60)  # the last is the table's


def test_devices_and_dtypes_are_those_of_the_schema() -> None:
    known = schema_of("run")["properties"]
    assert tuple(known["device"]["enum"]) == DEVICES
    assert tuple(known["dtype"]["enum"]) == DTYPES["gpu"]
