"""docs/ci.md: the files that it shows are what their programs take, and what they run, runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs import ROOT, files
from tests.oracle import lacking, oracle_or_skip
from tests.scratch import commit_all, environment, git, write
from tests.test_action import check as run_action

_PAGE = dict(files(ROOT / "docs" / "ci.md"))
_WORKFLOWS = [name for name in _PAGE if name.startswith(".github/workflows/")]
_BUILTIN = {**dict.fromkeys(_WORKFLOWS, "github-workflows"), ".gitlab-ci.yml": "gitlab-ci"}


def _validate(*arguments: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", _BUILTIN)
def test_files_of_ci_systems_are_valid(name: str, tmp_path: Path) -> None:
    write(tmp_path, {name: _PAGE[name]})
    _validate("--builtin-schema", f"vendor.{_BUILTIN[name]}", str(tmp_path / name))


def test_settings_are_valid(tmp_path: Path) -> None:
    schema = tmp_path / "settings.json"
    with schema.open("wb") as file:
        subprocess.run([sys.executable, "-m", "cnncalc", "schema", "settings"], stdout=file, check=True)
    write(tmp_path, {"cnncalc.toml": _PAGE["cnncalc.toml"]})
    _validate("--schemafile", str(schema), str(tmp_path / "cnncalc.toml"))


def test_the_hook_is_configured_as_pre_commit_wants_it(tmp_path: Path) -> None:
    oracle_or_skip("pre_commit")
    name = ".pre-commit-config.yaml"
    path = write(tmp_path, {name: _PAGE[name]}) / name
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(path)]
    done = subprocess.run(command, env=environment(PRE_COMMIT_HOME=str(tmp_path)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_inputs_of_the_action_are_its_own(tmp_path: Path) -> None:
    known = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"].keys()
    steps = [step for name in _WORKFLOWS for step in _steps(name) if "/cnncalc@" in step.get("uses", "")]
    given = [step.get("with", {}) for step in steps]
    assert len(given) == 3
    assert all(inputs.keys() <= known for inputs in given)
    [inputs] = filter(None, given)
    write(tmp_path / "repository", {**_PAGE, "experiments/1/final.cnn.yaml": _PAGE["nets/small.cnn.yaml"]})
    done = run_action(tmp_path / "repository", inputs["paths"], inputs["args"], inputs["sarif-file"])
    assert done.status == 1, done.err
    assert "Checked 5 files" in done.out
    assert (tmp_path / "repository" / "cnncalc.sarif").exists()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A pull request's checkout of a repository with the files of the page, and nothing changed yet."""
    if shutil.which("git") is None:
        lacking("git is not installed")
    folder = commit_all(write(tmp_path / "repository", _PAGE))
    assert git(folder, "update-ref", "refs/remotes/origin/main", "HEAD").returncode == 0
    return folder


def test_what_workflows_run(repository: Path) -> None:
    for script in _scripts("cnncalc check"):
        done = _run(script, repository)
        assert done.returncode == 1, done.stderr
    made = {path.name for path in repository.iterdir()}
    assert made >= {"cnncalc.sarif", "codequality.json", "junit.xml", "summary.md"}


def test_growth_is_refused(repository: Path) -> None:
    [script] = _scripts("cnncalc diff")
    assert _run(script, repository).returncode == 0, "nothing changed"
    small = _PAGE["nets/small.cnn.yaml"]
    write(repository, {"nets/small.cnn.yaml": small.replace("filters: 64", "filters: 60"), "nets/a new one.cnn.yaml": small})
    (repository / "nets/linear.cnn.yaml").unlink()
    commit_all(repository)
    done = _run(script, repository)
    assert done.returncode == 0, "one smaller, one new and one gone" + done.stderr
    write(repository, {"nets/small.cnn.yaml": small.replace("filters: 64", "filters: 66")})
    commit_all(repository)
    done = _run(script, repository)
    assert done.returncode not in (0, 2), "2.5 % larger"
    assert "params grows by 1,622 (+2.5 %) from 65,962 to 67,584; at most 1% = 659 is allowed" in done.stderr
    assert "nets/small.cnn.yaml" in (repository / "summary.md").read_text("utf-8")


def _steps(name: str) -> list[dict[str, Any]]:
    [job] = yaml.safe_load(_PAGE[name])["jobs"].values()
    steps: list[dict[str, Any]] = job["steps"]
    return steps


def _scripts(command: str) -> Iterator[str]:
    """What the page's files run that has a command of ours."""
    gitlab = yaml.safe_load(_PAGE[".gitlab-ci.yml"])["architectures"]["script"]
    scripts = [*(step.get("run", "") for name in _WORKFLOWS for step in _steps(name)), *gitlab]
    found = [script for script in scripts if command in script]
    assert found
    yield from found


def _run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A script as GitHub runs it, `cnncalc` being this one."""
    programs = write(folder.parent / "bin", {"cnncalc": f'#!/bin/sh\nexec "{sys.executable}" -m cnncalc "$@"\n'})
    (programs / "cnncalc").chmod(0o755)
    env = environment(
        PATH=f"{programs}{os.pathsep}{os.environ['PATH']}", GITHUB_BASE_REF="main",
        GITHUB_STEP_SUMMARY=str(folder / "summary.md"),
    )  # fmt: skip
    return subprocess.run(["bash", "-e", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False)
