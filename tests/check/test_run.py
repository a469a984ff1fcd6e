"""Files checked in several processes, in the order of their names, and what becomes of those that cannot be read."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cnncalc.check import workers
from cnncalc.check.judge import Judge
from cnncalc.check.results import CheckedFile, Summary
from cnncalc.check.run import Request, check_files
from cnncalc.check.settings import Settings
from cnncalc.diagnostics import UsageError
from cnncalc.spec.document import Limits


def write(folder: Path, count: int) -> list[str]:
    """Files of very different sizes, each with a figure of its own."""
    sizes = [random.Random(number).choice([1, 5, 400]) for number in range(count)]
    for number, size in enumerate(sizes):
        layers = f"[{{fc: {number + 1}}}, {{repeat: {size}, layers: [{{conv: {{filters: {number + 1}, kernel: 1}}}}, relu]}}]"
        text = f"source: x\ninput: 2\nlayers: {layers}\n".replace("[{fc", "[{fc").replace("input: 2", "input: 4x4x2")
        (folder / f"{number:03}.cnn.yaml").write_text(text.replace(f"{{fc: {number + 1}}}, ", ""))
    return [str(folder / f"{number:03}.cnn.yaml") for number in range(count)]


def run(paths: list[str], jobs: int = 1, cached: bool = False) -> list[CheckedFile]:
    return list(check_files(paths, Request(lambda _: Settings(), Judge(), Limits(), jobs, cached)))


def params(files: list[CheckedFile]) -> list[int]:
    return [file.networks[0].totals["params"] for file in files if file.networks[0].totals]


def test_several_processes_give_what_one_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNNCALC_CACHE_DIR", str(tmp_path / "cache"))
    paths = write(tmp_path, 40)
    one = run(paths)
    assert [file.path for file in one] == paths
    assert len(set(params(one))) == 40
    assert run(paths, jobs=3) == one
    assert run(paths, jobs=2, cached=True) == one
    for path in paths[::3]:
        Path(path).write_text(Path(path).read_text() + "# changed\n")
    mixed = run(paths, jobs=2, cached=True)  # some known, some not
    assert [file.path for file in mixed] == paths
    assert params(mixed) == params(one)


def test_what_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    paths = write(tmp_path, 3)
    (tmp_path / "binary.cnn.yaml").write_bytes(b"\xff")
    paths[1:1] = [str(tmp_path / "gone.cnn.yaml"), str(tmp_path), str(tmp_path / "binary.cnn.yaml")]
    files = run(paths, jobs=2)
    assert [file.path for file in files] == paths
    assert [bool(file.error) for file in files] == [False, True, True, False, False, False]
    assert files[1].error == f"there is no file {paths[1]}"
    assert [finding.code for finding in files[3].networks[0].findings] == ["Y015"]
    summary = Summary()
    for file in files:
        summary.add(file)
    assert (summary.files, summary.unreadable, summary.networks, summary.failed) == (6, 2, 4, 3)


def _die(text: str, path: str, limits: Limits) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def test_a_process_that_is_killed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_examine", _die)
    with pytest.raises(UsageError, match="a process that checked files was killed"):
        run(write(tmp_path, 5), jobs=2)


def _children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


def _alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_nobody_outlives_a_killed_parent(tmp_path: Path) -> None:
    write(tmp_path, 400)
    process = subprocess.Popen(
        [sys.executable, "-m", "cnncalc", "check", str(tmp_path), "--jobs", "2", "--no-cache"], stdout=subprocess.DEVNULL
    )
    children: list[int] = []
    while len(children) < 2 and process.poll() is None:
        children = _children(process.pid)
    process.kill()
    process.wait()
    assert len(children) == 2
    end = time.monotonic() + 10
    while any(map(_alive, children)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(_alive, children))
