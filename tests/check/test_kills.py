"""Runs that are ended at random moments, a few of those of `benchmarks/kills.py`; and that what it looks for would be seen."""

from __future__ import annotations

import shutil
import signal
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

import kills

pytestmark = pytest.mark.skipif(shutil.which("ps") is None, reason="processes are looked for with ps")


def test_a_run_that_is_ended_leaves_nothing_broken(tmp_path: Path) -> None:
    ended, failures = kills.run(kills.make(tmp_path, 20), 9, 1)
    assert failures == []
    assert ended >= 3


def test_what_is_whole_is_not_broken(tmp_path: Path) -> None:
    folder = kills.make(tmp_path, 3)
    kills.renew(folder)
    reports = [part for format in kills.DOCUMENTS for part in ("--report", f"{format}=report.{format}")]
    assert kills.start(folder, "--write-baseline", "baseline.json").wait() == 0
    assert kills.start(folder, *reports, "--format", "jsonl", "--step-summary").wait() == 0
    assert all((folder / f"report.{format}").read_text() != kills.OLD for format in kills.DOCUMENTS)
    assert list(kills.broken(folder, signal.SIGTERM)) == []
    for name in (*(f"report.{format}" for format in kills.DOCUMENTS), "baseline.json", "summary.md", "stdout"):
        whole = (folder / name).read_bytes()
        for cut in (whole[: len(whole) // 2 - 7], whole[:-3]):
            (folder / name).write_bytes(cut)
            assert _complains(folder), name
        (folder / name).write_bytes(whole)
    (folder / ".cnncalc-0.tmp").touch()
    assert _complains(folder)
    (folder / "stderr").write_text("Traceback (most recent call last):\n")
    assert _complains(folder)


def _complains(folder: Path) -> bool:
    try:
        return list(kills.broken(folder, signal.SIGTERM)) != []
    except ValueError:
        return True
