"""`.pre-commit-hooks.yaml` as other people's repositories use it: pre-commit itself installs this project and runs its hook."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.oracle import lacking, oracle_or_skip
from tests.scratch import BAD, GOOD, commit_all, copy_project, environment, git, write

oracle_or_skip("pre_commit")
if shutil.which("git") is None:
    lacking("git is not installed")

_CONFIG = """\
repos:
  - repo: {project}
    rev: v0.1.0
    hooks:
      - id: cnncalc
        args: {args}
"""


class Hook(NamedTuple):
    """This project as a repository, and where pre-commit keeps what it installed of it."""

    project: Path
    home: Path

    def in_repository(self, folder: Path, files: dict[str, str], args: str = "[]") -> Path:
        """A repository that uses the hook, its files added and not committed."""
        write(folder, {**files, ".pre-commit-config.yaml": _CONFIG.format(project=self.project, args=args)})
        for arguments in (("init", "-q"), ("add", "-A")):
            assert git(folder, *arguments).returncode == 0
        return folder

    def run(self, folder: Path, *arguments: str, **more: str) -> tuple[int, str]:
        """Run pre-commit in it; its exit status and what it printed."""
        env = environment(PRE_COMMIT_HOME=str(self.home), PRE_COMMIT_COLOR="never", **more)
        command = [sys.executable, "-m", "pre_commit", *arguments]
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def check(self, folder: Path) -> tuple[int, str]:
        """Check every file, with no cache but a new one."""
        return self.run(folder, "run", "--all-files", XDG_CACHE_HOME=str(folder / ".cache"))


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Hook:
    """The hook, installed once."""
    folder = tmp_path_factory.mktemp("pre-commit")
    project = commit_all(copy_project(folder / "cnncalc"))
    assert git(project, "tag", "v0.1.0").returncode == 0
    installed = Hook(project, folder / "home")
    status, printed = installed.run(installed.in_repository(folder / "first", {}), "install-hooks")
    if status:
        lacking(f"pre-commit could not install the project: {printed[-2000:]}")
    return installed


def test_a_bad_file_fails_and_a_good_one_says_nothing(hook: Hook, tmp_path: Path) -> None:
    repository = hook.in_repository(tmp_path, {"nets/good.cnn.yaml": GOOD, "nets/a bad one.cnn.yml": BAD})
    status, printed = hook.check(repository)
    assert status == 1
    assert "nets/a bad one.cnn.yml:5:32: S102 " in printed
    assert "good.cnn.yaml" not in printed
    assert "Found 1 error in 1 of 2 files (2 networks)." in printed


def test_good_files_pass(hook: Hook, tmp_path: Path) -> None:
    status, printed = hook.check(hook.in_repository(tmp_path, {"nets/good.cnn.yaml": GOOD}))
    assert status == 0
    assert printed.endswith("Passed\n")


def test_what_is_excluded_is_left_out_although_pre_commit_names_it(hook: Hook, tmp_path: Path) -> None:
    files = {"nets/good.cnn.yaml": GOOD, "vendored/bad.cnn.yaml": BAD, "cnncalc.toml": 'exclude = ["vendored/"]\n'}
    assert hook.check(hook.in_repository(tmp_path / "some", files))[0] == 0
    del files["nets/good.cnn.yaml"]
    assert hook.check(hook.in_repository(tmp_path / "all", files))[0] == 0


def test_args_are_added_to_what_always_holds(hook: Hook, tmp_path: Path) -> None:
    files = {"good.cnn.yaml": GOOD, "vendored/bad.cnn.yaml": BAD, "cnncalc.toml": 'exclude = ["vendored/"]\n'}
    status, printed = hook.check(hook.in_repository(tmp_path, files, "[--max-params=300]"))
    assert status == 1
    assert "good.cnn.yaml:1:1: B101 params is 314, over the budget of --max-params, 300, by 14 (4.7 %)" in printed
    assert "vendored" not in printed


def test_other_yaml_is_left_alone(hook: Hook, tmp_path: Path) -> None:
    status, printed = hook.check(hook.in_repository(tmp_path, {"ci.yaml": "a: [", "cnn.yaml": "a: [", "a.cnn.yaml.j2": "{{"}))
    assert status == 0
    assert printed.endswith("(no files to check)Skipped\n")


def test_a_commit_of_a_bad_file_is_refused(hook: Hook, tmp_path: Path) -> None:
    repository = hook.in_repository(tmp_path, {"net.cnn.yaml": BAD})
    assert hook.run(repository, "install")[0] == 0
    env = environment(PRE_COMMIT_HOME=str(hook.home))
    refused = git(repository, "commit", "-m", "bad", env=env)
    assert refused.returncode == 1
    assert "net.cnn.yaml:5:32: S102 " in refused.stderr
    git(write(repository, {"net.cnn.yaml": GOOD}), "add", "-A")
    assert git(repository, "commit", "-m", "good", env=env).returncode == 0
