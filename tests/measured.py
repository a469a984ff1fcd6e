"""The command as a process of its own whose processor time and largest memory are measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

#: Runs the command and tells its exit status, seconds and KiB on the descriptor that is named first. A process in between,
#: because what a process had before it became another one counts as that one's memory, and the tests' own is large.
_BETWEEN = """
import json, os, sys
child = os.posix_spawn(sys.executable, [sys.executable, "-m", "cnncalc", *sys.argv[2:]], os.environ)
_, status, used = os.wait4(child, 0)
told = [os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss]
os.write(int(sys.argv[1]), json.dumps(told).encode())
"""
#: Variables that change what the command does.
_GONE = ("CNNCALC_", "GITHUB_", "CI", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHON")


class Measured(NamedTuple):
    """What a call left behind and took."""

    status: int
    seconds: float  # of processor time, since the machine may be busy
    mebibytes: float  # the most that was resident
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Of standard output."""
        return self.out.splitlines()


def measure(*arguments: str | bytes, cwd: Path, stdin: Any = subprocess.DEVNULL, data: bytes | None = None) -> Measured:
    """Run `cnncalc`; `data` is written to its standard input."""
    reading, writing = os.pipe()
    command: Sequence[str | bytes] = [sys.executable, "-S", "-c", _BETWEEN, str(writing), *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_GONE)}
    environment["PYTHONUTF8"] = "1"
    with os.fdopen(reading, "rb") as told:
        done = subprocess.run(
            command, env=environment, cwd=cwd, pass_fds=(writing,), capture_output=True, timeout=120, check=False,
            **({"stdin": stdin} if data is None else {"input": data}),
        )  # fmt: skip
        os.close(writing)
        status, seconds, kibibytes = json.loads(told.read())
    streams = (done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
    return Measured(status, seconds, kibibytes / 1024, *streams)
