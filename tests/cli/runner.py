"""The command line as a user has it: a process of its own, its streams and its exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Done(NamedTuple):
    """What a call left behind."""

    status: int
    out: str
    err: str


def call(*arguments: str, stdin: str | bytes = "", env: dict[str, str] | None = None, cwd: Path | None = None) -> Done:
    """Run `cnncalc` with nothing inherited that changes its looks."""
    gone = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "CNNCALC_DEBUG", "GITHUB_ACTIONS", "PY_COLORS")
    clean = {name: value for name, value in os.environ.items() if name not in gone}
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "cnncalc", *arguments],
        input=data, capture_output=True, env={**clean, "PYTHONUTF8": "1", **(env or {})}, cwd=cwd, check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
