"""Scratch repositories, and this project as those who install it from its repository get it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from tests.docs import ROOT

GOOD = """\
name: a small network
source: these tests
input: 3x3x3
layers:
  - conv: {filters: 8, kernel: 3, activation: relu}
  - fc: 10
expect: {params: 314}
"""
#: A kernel that is none: S102 at 5:32.
BAD = GOOD.replace("kernel: 3", "kernel: big")


def copy_project(folder: Path) -> Path:
    """What this project is installed from, and how others find its hook and its action: no tests, nothing built."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = about["tool"]["hatch"]["build"]["targets"]["wheel"]
    names = [
        "pyproject.toml",
        about["project"]["readme"],
        *about["project"]["license-files"],
        ".pre-commit-hooks.yaml",
        "action.yml",
    ]
    for name in (*names, *wheel["packages"], *wheel["force-include"]):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Files in a folder, by their paths."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def environment(**more: str) -> dict[str, str]:
    """A user's surroundings: no settings of git, of this project or of a CI system, but pip's, which say where packages are."""
    gone = ("PYTHON", "GIT_", "CNNCALC_", "PRE_COMMIT", "GITHUB_", "RUNNER_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(gone) and name not in ("SKIP", "CI")}
    own = Path(sys.prefix, "pip.conf")  # of this virtual environment, which others do not read
    if own.exists():
        clean.setdefault("PIP_CONFIG_FILE", os.fspath(own))
    author = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**clean, **author, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **more}


def git(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run git in a folder."""
    return subprocess.run(["git", *arguments], cwd=folder, env=env or environment(), capture_output=True, text=True, check=False)


def commit_all(folder: Path) -> Path:
    """A folder as a repository with all of its files committed."""
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "all")):
        done = git(folder, *arguments)
        assert done.returncode == 0, done.stderr
    return folder
