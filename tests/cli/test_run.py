"""`cnncalc run` from outside: what it prints, writes and refuses."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cnncalc.__main__ import run as run_here
from cnncalc.execution import capacity, maps
from cnncalc.execution import run as execution
from tests.cli.runner import call
from tests.oracle import oracle_or_skip
from tests.schema.judge import validator

np = oracle_or_skip("numpy")
image = oracle_or_skip("PIL.Image")
oracle_or_skip("threadpoolctl")
oracle_or_skip("psutil")

SMALL = """\
name: small
input: 12x16x3
layers:
  - conv: {filters: 4, kernel: 3, padding: 1, activation: relu}
  - maxpool: 2
  - fc: 5
  - softmax
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.cnn.yaml"
    path.write_text(SMALL, "utf-8")
    return path


def checked(text: str) -> Any:
    found = json.loads(text)
    assert [f"{error.json_path}: {error.message[:200]}" for error in validator("run").iter_errors(found)] == []
    return found


def test_lenet_as_people_read_it() -> None:
    done = call("run", "lenet5")
    assert done.status == 0
    assert done.err == ""
    assert "\x1b" not in done.out
    assert not re.search(r"[ ]$", done.out, re.MULTILINE)
    lines = {line.split()[0]: line.split() for line in done.out.splitlines() if line[:1].isalpha()}
    assert lines["s2"][1:6] == ["avgpool", "14x14x6", "14x14x6", "✓", "4,704"]
    assert lines["c1/tanh"][-2:] == ["in", "c1"]
    assert lines["c3"][4] == "240,000"
    assert "416,520 predicted and done" in done.out
    assert done.out.endswith("✓ every shape and size as predicted: 7 arrays of 11 layers, folded ones leave one together\n")
    assert done.out.count("✓") == 7 + 1


@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 200])
def test_it_fits_the_width(width: int) -> None:
    done = call("run", "googlenet", "--scale", "1/4", "--top", "5", "--width", str(width))
    assert done.status == 0, done.err
    assert max(map(len, done.out.splitlines())) <= width
    heading = next(line for line in done.out.splitlines() if line.startswith("layer")).split()
    shown = {
        30: [],
        40: ["ms"],
        60: ["predicted", "ms"],
        80: ["predicted", "ms", "time", "%"],
        100: ["bytes", "GFLOP/s"],
        200: ["actual"],
    }
    assert {*shown[width]} <= {*heading}
    assert ("hidden" in done.out) == (width < 200)


def test_times_add_up() -> None:
    found = checked(call("run", "alexnet", "--scale", "1/4", "-f", "json").out)
    assert found["seconds"] == pytest.approx(sum(layer["seconds"] or 0 for layer in found["layers"]))
    rates = [layer for layer in found["layers"] if layer["gflops_per_second"]]
    assert all(row["gflops_per_second"] == pytest.approx(row["operations"] / row["seconds"] / 1e9) for row in rates)
    assert found["twin"] == "channels x 1/4, input 67x67x3 of 227x227x3"


def test_json_is_what_show_says(small: Path) -> None:
    found = checked(call("run", str(small), "-f", "json", "--batch", "2", "--top", "2").out)
    report = json.loads(call("show", str(small), "-f", "json", "--batch", "2").out)
    assert found["ok"] is True
    assert found["problems"] == []
    assert [row["name"] for row in found["layers"]] == [row["path"] for row in report["layers"]]
    for ours, theirs in zip(found["layers"], report["layers"], strict=True):
        assert ours["predicted_shape"] == theirs["output_shape"]
        assert ours["actual_shape"] in (None, theirs["output_shape"])
        assert ours["macs"] == theirs["macs"] == ours["macs_done"]
    assert found["peak"]["predicted_bytes"] == report["totals"]["memory"]["inference_peak_bytes"]
    assert found["peak"]["weights_bytes"] == report["totals"]["memory"]["weights_bytes"]
    assert [layer["folded_into"] for layer in found["layers"]] == [None, "conv1", None, None, "fc2"]
    assert [(top["output"], top["image"], len(top["values"])) for top in found["top"]] == [("softmax1", 0, 2), ("softmax1", 1, 2)]
    assert all(value["place"] == [] for top in found["top"] for value in top["values"])


def test_no_fold_counts(small: Path) -> None:
    found = checked(call("run", str(small), "--no-fold", "--dtype", "float64", "-f", "json").out)
    assert all(row["folded_into"] is None and row["actual_shape"] for row in found["layers"])
    assert found["layers"][0]["bytes"] == 12 * 16 * 4 * 8
    assert "every shape, size and count of multiply-adds as predicted: all 5 layers\n" in call("run", str(small), "--no-fold").out


def test_a_fast_algorithm_is_said() -> None:
    done = call("run", "vgg16", "--scale", "input=1/7")
    assert re.search(r"([\d,]+) of ([\d,]+) done: 3x3 convolutions by\s+Winograd's F\(4x4, 3x3\)", done.out)
    assert "--no-fold does them all" in done.out


def test_seeds(small: Path, tmp_path: Path) -> None:
    def outputs(*more: str) -> Any:
        done = call("run", str(small), "--save", f"softmax1={tmp_path / 'a.npy'}", *more)
        assert done.status == 0, done.err
        return np.load(tmp_path / "a.npy")

    first = outputs()
    assert first.shape == (1, 5)
    assert (outputs() == first).all()
    assert (outputs("--seed", "1") != first).any()


def test_files_in_and_out(small: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2, 3, 12, 16)).astype("float32")
    weight, bias = rng.standard_normal((4, 3, 3, 3)).astype("float32"), rng.standard_normal(4).astype("float32")
    np.save(tmp_path / "x.npy", x)
    fc = {"fc2.weight": np.ones((5, 192), "float32"), "fc2.bias": np.arange(5, dtype="float32")}
    np.savez(tmp_path / "w.npz", **{"conv1.weight": weight, "conv1.bias": bias, **fc})
    saved = ("--save", "input=in.npy", "--save", "conv1=y.npy")
    done = call("run", "small.cnn.yaml", "--array", "x.npy", "--weights", "w.npz", *saved, "--top", "1", cwd=tmp_path)
    assert done.status == 0, done.err
    assert "x.npy; weights w.npz; batch 2" in done.out
    assert "seed" not in done.out
    assert (np.load(tmp_path / "in.npy") == x).all()
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    made = np.load(tmp_path / "y.npy")
    assert made.shape == (2, 4, 12, 16)
    for i, j in ((0, 0), (5, 7), (11, 15)):
        by_hand = np.einsum("bcij,kcij->bk", padded[:, :, i : i + 3, j : j + 3], weight) + bias
        np.testing.assert_allclose(made[:, :, i, j], by_hand, rtol=1e-4, atol=1e-5)
    assert re.search(r"^most probable in softmax1, image 1: 4 \(6\d\.\d+%\)$", done.out, re.MULTILINE)


def test_weights_that_do_not_fit(small: Path, tmp_path: Path) -> None:
    np.savez(tmp_path / "w.npz", **{"conv1.weight": np.zeros((4, 3, 5, 5), "float32")})
    done = call("run", str(small), "--weights", str(tmp_path / "w.npz"))
    assert done.status == 1
    assert "conv1.weight: w.npz has 4x3x5x5, the network needs 4x3x3x3" in done.err
    assert done.out == ""


def test_a_picture_and_its_maps(small: Path, tmp_path: Path) -> None:
    image.new("RGB", (64, 48), (255, 0, 51)).save(tmp_path / "p.png")
    done = call("run", str(small), "--image", "p.png", "--mean", "0", "--std", "1", "--save", "input=x.npy", "--maps", "conv1",
                "-o", "maps.png", cwd=tmp_path)  # fmt: skip
    assert done.status == 0, done.err
    x = np.load(tmp_path / "x.npy")
    assert x.shape == (1, 3, 12, 16)
    np.testing.assert_allclose(x[0, :, 5, 5], [1, 0, 0.2], rtol=1e-6)
    with image.open(tmp_path / "maps.png") as picture:
        assert picture.size[0] > 100


def test_a_twin_is_named_in_every_output(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "channels x 1/2, input 6x8x3 of 12x16x3"
    titles: list[str] = []

    def noted(array: Any, title: str, path: str) -> str:
        titles.append(title)
        return "4 channels"

    monkeypatch.setattr(maps, "grid", noted)
    assert run_here(["run", str(small), "--scale", "1/2", "--maps", "conv1", "-o", str(tmp_path / "m.png")]) == 0
    assert f"reduced twin of small: {told}\n" in capsys.readouterr().out
    assert titles == [f"small, reduced twin ({told}), conv1"]
    assert checked(call("run", str(small), "--scale", "1/2", "-f", "json").out)["twin"] == told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--scale", "3"], "--scale must be above 0 and at most 1, found `3`"),
        (["--dtype", "float16"], "float16 runs on a GPU alone"),
        (["--dtype", "int8"], "int8"),
        (["--device", "tpu"], "tpu"),
        (["--maps", "conv1"], "help: --maps conv1 -o FILE.png"),
        (["-o", "x.png"], "-o names the picture of --maps"),
        (["--save", "conv1"], "--save conv1 names no file"),
        (["--save", "conv1=a.npy", "--save", "fc2=a.npy"], "two layers are to be written to a.npy"),
        (["--save", "conv1=a.npy", "--save", "fc2=./a.npy"], "two outputs are to be written to"),
        (["--array", "x.npy", "--save", "conv1=./x.npy"], "is a file that is read"),
        (["--save", "conv1=c.txt"], "`c.txt` does not end in .npy\n  help: --save conv1=c.npy\n"),
        (["--save", "conv1=c"], "--save writes NumPy's .npy format, `c` does not end in .npy\n  help: --save conv1=c.npy\n"),
        (["--maps", "conv1", "-o", "./e.gif"], "--maps writes a PNG picture, `./e.gif` does not end in .png\n  help: -o e.png\n"),
        (["--save", "conf1=a.npy"], "did you mean `conv1`?"),
        (["--mean", "0,0,0"], "--mean has no effect without --image"),
        (["--image", "a.png", "--array", "b.npy"], "--image and --array exclude each other"),
        (["--image", "small.cnn.yaml", "--mean", "a"], "--mean must be numbers, found `a`"),
        (["--array", "none.npy"], "there is no file none.npy"),
        (["--seed", "-1"], "--seed"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_calls(arguments: list[str], said: str, small: Path) -> None:
    done = call("run", small.name, *arguments, cwd=small.parent)
    assert done.status == 2
    assert said in done.err
    assert done.out == ""
    assert sorted(path.name for path in small.parent.iterdir()) == ["small.cnn.yaml"]


def test_a_faulty_file_and_a_layer_that_cannot_run(tmp_path: Path) -> None:
    bad = tmp_path / "bad.cnn.yaml"
    bad.write_text("input: 8x8x3\nlayers: [{maxpool: 3}]\n", "utf-8")
    done = call("run", str(bad))
    assert done.status == 1
    assert "the windows do not fit" in done.err
    bad.write_text("input: 8x8x3\nlayers: [{custom: {output: 8x8x3, params: 0, macs: 5}}]\n", "utf-8")
    done = call("run", str(bad))
    assert (done.status, done.out) == (1, "")
    assert "cannot be executed" in done.err
    assert ":2:" in done.err


def test_too_big_is_refused_with_the_numbers(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(capacity, "available", lambda device: 100_000)
    assert run_here(["run", str(small)]) == 2
    assert re.search(
        r"^cnncalc: small needs [\d.]+ kB \(weights .*\), and 90.00 kB of the 100.00 kB that are free", capsys.readouterr().err
    )


def test_memory_that_ends_all_the_same(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*arguments: Any) -> None:
        raise MemoryError("Unable to allocate 4 GiB")

    monkeypatch.setattr(execution, "execute", full)
    assert run_here(["run", str(small)]) == 2
    assert "cnncalc: the memory is too small: Unable to allocate 4 GiB\n  help: --batch" in capsys.readouterr().err


def test_a_disagreement_is_an_error(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from cnncalc.layers.conv import Conv

    monkeypatch.setattr(Conv, "forward", lambda self, on, tensors, x, out: on.finish(0, out.size // out.shape[-1]))
    assert run_here(["run", str(small), "--color", "always"]) == 1
    assert "\x1b[31m✗ `conv1/relu` has values that are no numbers" in capsys.readouterr().out


BLOCKED = "import sys; sys.modules[{name!r}] = None; from cnncalc.__main__ import run; sys.exit(run({arguments}))"


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("numpy", ["run", "lenet5"], "NumPy is not installed\n  help: pip install 'cnncalc[run]'"),
        ("cupy", ["run", "lenet5", "--device", "gpu"], "CuPy is not installed\n  help: pip install 'cnncalc[gpu]'"),
    ],
)
def test_what_is_not_installed(name: str, arguments: list[str], said: str) -> None:
    code = BLOCKED.format(name=name, arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"cnncalc: {said}\n")


def test_ascii_and_colour(small: Path) -> None:
    done = call("run", str(small), env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.status == 0
    assert done.out.isascii()
    assert "ok every shape and size as predicted" in done.out
    assert "\x1b[1msmall\x1b[0m" in call("run", str(small), "--color", "always").out


@contextmanager
def watched(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A call whose standard error is a terminal."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "cnncalc", *arguments]
    heard = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731  # ignored where the tests run in the background
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=env, preexec_fn=heard) as process:
        os.close(theirs)
        yield process, ours
    os.close(ours)


def test_a_bar_where_somebody_waits() -> None:
    with watched("run", "alexnet", "-f", "json") as (process, terminal):
        out, _ = process.communicate(timeout=60)
        shown = os.read(terminal, 100_000).decode()
    assert checked(out.decode())["ok"]
    assert "drawing 62,378,344 random weights" in shown
    assert shown.rstrip().endswith("\x1b[2K")  # and it is gone


def test_an_interrupt_ends_it_quietly() -> None:
    with watched("run", "vgg16", "--batch", "8") as (process, terminal):
        assert os.read(terminal, 1)  # the weights are being drawn
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert b"Traceback" not in os.read(terminal, 100_000)
