"""Readers that leave and disks that are full: the exit status is the command's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracle import oracle_or_skip

BAD = Path(__file__).parent.parent / "bad" / "h302-stride.cnn.yaml"
CNNCALC = f"{sys.executable} -m cnncalc"


def shell(command: str) -> tuple[str, str]:
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip(), done.stderr


@pytest.mark.parametrize("command", ["show vgg16", "show vgg16 -f csv", "list", "--help"])
def test_a_reader_that_left_is_no_failure(command: str) -> None:
    assert shell(f"{CNNCALC} {command} | true; echo ${{PIPESTATUS[0]}}") == ("0", "")


@pytest.mark.parametrize(("command", "status"), [("show missing.cnn.yaml", "2"), (f"show {BAD}", "1")])
def test_a_failure_stays_one_though_nobody_reads_it(command: str, status: str) -> None:
    assert shell(f"{CNNCALC} {command} 2>&1 | true; echo ${{PIPESTATUS[0]}}") == (status, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_said() -> None:
    printed, said = shell(f"{CNNCALC} list > /dev/full; echo $?")
    assert (printed, said) == ("2", "cnncalc: standard output cannot be written: no space left on device\n")


def test_a_closed_output_is_no_bug_of_ours() -> None:
    assert shell(f"({CNNCALC} show lenet5 >&-); echo $?") == ("0", "")


def test_nobody_to_tell_is_no_bug_of_ours() -> None:
    oracle_or_skip("numpy")
    assert shell(f"({CNNCALC} run lenet5 2>&- > /dev/null); echo $?") == ("0", "")
    assert shell(f"({CNNCALC} run lenet5 --batch 0 2>&-); echo $?")[0] == "2"
