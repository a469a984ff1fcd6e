"""`action.yml` as GitHub runs it: its scripts in bash, as `shell: bash` is documented, with the inputs of its users."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
import yaml

from tests.docs import ROOT
from tests.oracle import lacking
from tests.scratch import BAD, GOOD, copy_project, environment, write

_BASH = shutil.which("bash")
_ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
_STEPS: dict[str, dict[str, Any]] = {step["name"]: step for step in _ACTION["runs"]["steps"]}
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_HOSTILE = ("$(touch stolen)", "`touch stolen`", "; touch stolen", "| touch stolen #", "' && touch stolen", '" && touch stolen')

pytestmark = pytest.mark.skipif(_BASH is None, reason="bash is not installed")


class Done(NamedTuple):
    """What a step left behind."""

    status: int
    out: str
    err: str
    summary: str


def run_step(name: str, workspace: Path, env: dict[str, str], **more: str) -> Done:
    """A step of the action in a workspace, as the runner runs it (GitHub's workflow syntax, `jobs.<job_id>.steps[*].shell`)."""
    assert _STEPS[name]["shell"] == "bash"
    assert env.keys() == _STEPS[name]["env"].keys()
    aside = workspace.parent / "runner's files"
    aside.mkdir(exist_ok=True)
    script, summary, output = aside / "step.sh", aside / "summary.md", aside / "output"
    script.write_text(_STEPS[name]["run"], "utf-8")
    given = {
        "GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_WORKSPACE": str(workspace), "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_OUTPUT": str(output), "RUNNER_TEMP": str(aside),
    }  # fmt: skip
    assert _BASH is not None
    done = subprocess.run(
        [_BASH, "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=workspace, env=environment(**given, **env, **more), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr, summary.read_text("utf-8") if summary.exists() else "")


def check(workspace: Path, paths: str = ".", args: str = "", sarif: str = "", **more: str) -> Done:
    """The step that checks."""
    env = {"CNNCALC_PYTHON": sys.executable, "CNNCALC_PATHS": paths, "CNNCALC_ARGS": args, "CNNCALC_SARIF": sarif}
    return run_step("Check", workspace, env, **more)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A repository with a good and a bad file, in a folder whose name has a space."""
    return write(tmp_path / "a repository", {"nets/good.cnn.yaml": GOOD, "nets/bad.cnn.yaml": BAD})


def test_it_is_an_action() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_input_is_part_of_a_script_and_every_one_is_used() -> None:
    assert not [step["name"] for step in _STEPS.values() if "${{" in step.get("run", "")]
    used = {word for found in _EXPRESSION.findall(json.dumps(_STEPS)) for word in re.findall(r"inputs\.([\w-]+)", found)}
    used |= set(re.findall(r"inputs\.([\w-]+)", " ".join(str(step.get("if", "")) for step in _STEPS.values())))
    assert used == _ACTION["inputs"].keys()


def test_what_it_uses_is_pinned() -> None:
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in _STEPS.values() if "uses" in step)


def test_annotations_summary_and_sarif(workspace: Path) -> None:
    done = check(workspace, sarif="out/a report.sarif")
    assert done.status == 2, "the folder of the report is missing"
    (workspace / "out").mkdir()
    done = check(workspace, sarif="out/a report.sarif")
    assert done.status == 1
    assert "::error file=nets/bad.cnn.yaml,line=5,col=32,endLine=5,endColumn=35,title=S102::`kernel` must be " in done.out
    assert done.out.endswith("Checked 2 files (2 networks): 1 error in 1 file.\n")
    assert "### cnncalc: 1 error in " in done.summary
    report = json.loads((workspace / "out" / "a report.sarif").read_text("utf-8"))
    jsonschema.validate(report, json.loads((ROOT / "tests/data/sarif-2.1.0.json").read_text("utf-8")))
    [result] = report["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "nets/bad.cnn.yaml"


def test_exit_statuses_come_through(workspace: Path) -> None:
    assert check(workspace, "nets/good.cnn.yaml").status == 0
    assert check(workspace, "nets/bad.cnn.yaml").status == 1
    assert check(workspace, "nets/bad.cnn.yaml", "--exit-zero").status == 0
    assert check(workspace, "nets/none.cnn.yaml").status == 2
    assert check(workspace, "nets", "--no-such-option").status == 2


def test_inputs_are_lines(workspace: Path) -> None:
    write(workspace, {"other nets/it's good.cnn.yaml": GOOD})
    done = check(workspace, "  nets/good.cnn.yaml \n\nother nets\n", "--max-params 300\n--max-macs=1G\n--verbose\n\n")
    assert done.status == 1
    assert done.out.count("title=B101::params is 314, over the budget of --max-params, 300, by 14 (4.7 %25)") == 2
    assert "Checked 2 files (2 networks)" in done.out


def test_no_paths_are_the_whole_repository(workspace: Path) -> None:
    assert "Checked 2 files (2 networks)" in check(workspace, "\n").out


def test_paths_are_no_options(workspace: Path) -> None:
    write(workspace, {"--exit-zero": BAD, "-": BAD})
    assert check(workspace, "--exit-zero").status == 1


@pytest.mark.parametrize("text", _HOSTILE)
def test_no_input_is_executed(workspace: Path, text: str) -> None:
    before = sorted(workspace.rglob("*"))
    assert check(workspace, paths=text).status == 2
    assert check(workspace, args=text).status == 2
    assert check(workspace, args=f"--config={text}").status == 2
    assert check(workspace, sarif=f"no folder/{text}").status == 2
    assert sorted(workspace.rglob("*")) == before


def test_names_of_files_are_not_executed_either(workspace: Path) -> None:
    write(workspace, {f"nets/{text}.cnn.yaml": GOOD for text in _HOSTILE})
    assert check(workspace, "nets/*d.cnn.yaml\nnets").out.endswith("Checked 8 files (8 networks): 1 error in 1 file.\n")
    assert not list(workspace.rglob("stolen"))


def test_modules_of_the_repository_are_not_imported(workspace: Path) -> None:
    write(workspace, {f"{name}.py": "raise SystemExit(0)\n" for name in ("cnncalc", "yaml", "typer", "json", "pip", "venv")})
    assert check(workspace, PYTHONPATH=str(workspace)).status == 1


def test_it_installs_itself_beside_what_the_job_has(workspace: Path) -> None:
    action = copy_project(workspace.parent / "actions' folder $HOME")
    write(workspace, {f"{name}.py": "raise SystemExit(1)\n" for name in ("cnncalc", "pip", "venv")})
    done = run_step("Install cnncalc", workspace, {"CNNCALC_PYTHON": sys.executable}, GITHUB_ACTION_PATH=str(action))
    if done.status:
        lacking(f"the action could not install the project: {done.err[-2000:]}")
    name, _, python = (workspace.parent / "runner's files" / "output").read_text("utf-8").rstrip("\n").partition("=")
    assert f"steps.install.outputs.{name}" in _STEPS["Check"]["env"]["CNNCALC_PYTHON"]
    env = {"CNNCALC_PYTHON": python, "CNNCALC_PATHS": "nets", "CNNCALC_ARGS": "", "CNNCALC_SARIF": ""}
    assert run_step("Check", workspace, env, XDG_CACHE_HOME=str(workspace.parent / "cache")).status == 1
