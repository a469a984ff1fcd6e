"""Completion: what each shell is told, through the protocol that its script speaks, and what such a call loads."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cnncalc import _index
from cnncalc.cli import COMMANDS
from cnncalc.render import FORMATS
from cnncalc.render.columns import COLUMNS
from cnncalc.render.lines import SORT_KEYS
from cnncalc.spec.convert import ROUNDINGS
from cnncalc.tensor import DTYPE_BYTES
from tests.cli.runner import call


def offered(line: str, cwd: Path | None = None) -> dict[str, str]:
    """What fish is told for a line, up to the cursor: word -> help."""
    env = {"_CNNCALC_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_ARGS": line}
    done = call(env=env, cwd=cwd)
    assert (done.status, done.err) == (0, "")
    pairs = [offer.partition("\t") for offer in done.out.splitlines() if offer]
    return {word: help for word, _, help in pairs}


def test_names_come_with_their_parameters() -> None:
    found = offered("cnncalc show vgg1")
    assert found["vgg16"] == "138,357,544 params"
    assert set(found) == {name for name in _index.NAMES if name.startswith("vgg1")}
    assert offered("cnncalc explain torchvision/resnet5") == {"torchvision/resnet50": "25,557,032 params"}
    everything = offered("cnncalc show ")
    assert "torchvision/densenet121" in everything
    assert "densenet121" not in everything  # the same network: its short name once something is typed
    assert "densenet121" in offered("cnncalc show den")


def test_files_of_the_folder_and_their_variants(tmp_path: Path) -> None:
    text = 'input: 3\nvariants: {small: {}, "$(touch x)": {}}\nlayers: [fc: 1]\n'
    for name in ("vmine.cnn.yaml", "vother.txt", "v$(id).cnn.yaml"):
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deep.cnn.yaml").write_text("layers: [", "utf-8")
    assert [name for name in offered("cnncalc show v", tmp_path) if name not in _index.NAMES] == ["vmine.cnn.yaml"]
    assert offered("cnncalc show sub/", tmp_path) == {"sub/deep.cnn.yaml": "file"}
    assert offered("cnncalc show vmine.cnn.yaml:", tmp_path) == {"vmine.cnn.yaml:small": "variant"}
    assert offered("cnncalc show sub/deep.cnn.yaml:", tmp_path) == {}
    assert offered("cnncalc show nowhere/", tmp_path) == {}


def test_layers_of_the_network_that_is_named(tmp_path: Path) -> None:
    found = offered("cnncalc explain lenet5 c")
    assert found["c3"] == "10x10x16, 2,416 params"
    assert set(found) == {"c1", "c1/tanh", "c3", "c3/tanh", "c5", "c5/tanh"}
    assert offered("cnncalc explain resnet18 stage4")["stage4"] == "block"
    assert offered("cnncalc explain no-such-network ") == {}
    entries = [f'  - {{name: "{name}", fc: 1}}\n' for name in ("a b", "`id`", "x'y", "a;b", "good")]
    text = f"input: 3\nlayers:\n{''.join(entries)}"
    (tmp_path / "odd.cnn.yaml").write_text(text, "utf-8")
    assert set(offered("cnncalc explain odd.cnn.yaml ", tmp_path)) == {"input", "good"}  # a shell evaluates what it is told


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("cnncalc ", list(COMMANDS)),
        ("cnncalc sho", ["show"]),
        ("cnncalc show vgg16 --format ", list(FORMATS)),
        ("cnncalc show vgg16 --sort ", list(SORT_KEYS)),
        ("cnncalc show vgg16 --columns ", list(COLUMNS)),
        ("cnncalc show vgg16 --columns layer,unr", ["layer,unread"]),
        ("cnncalc show vgg16 --dtype ", list(DTYPE_BYTES)),
        ("cnncalc show vgg16 --rounding ", list(ROUNDINGS)),
        ("cnncalc show vgg16 --color ", ["auto", "always", "never"]),
        ("cnncalc show vgg16 --max-la", ["--max-layers"]),
        ("cnncalc list --format ", ["table", "csv", "json"]),
        ("cnncalc list --sort ", ["name", "params", "macs"]),
        ("cnncalc kinds res", ["reshape", "residual"]),
    ],
)
def test_words(line: str, words: list[str]) -> None:
    assert sorted(offered(line)) == sorted(words)


def test_a_command_that_begins_another_hides_nothing() -> None:
    """`conv` is whole only where the line goes on."""
    assert {name for name in COMMANDS if name.startswith("l")} == set(offered("cnncalc l"))
    assert set(offered("cnncalc list")) == {name for name in COMMANDS if name.startswith("list")}


def test_bash_through_its_own_script(tmp_path: Path) -> None:
    program = tmp_path / "cnncalc"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m cnncalc "$@"\n', "utf-8")
    program.chmod(0o755)
    script = f"""
        export PATH={shlex.quote(str(tmp_path))}:$PATH
        source <(_CNNCALC_COMPLETE=source_bash cnncalc)
        complete -p cnncalc
        COMP_WORDS=(cnncalc show resnet1) COMP_CWORD=2
        _cnncalc_completion cnncalc
        echo "${{COMPREPLY[@]}}"
        COMP_WORDS=(cnncalc show "") COMP_CWORD=2
        _cnncalc_completion cnncalc
        echo "${{#COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, check=True)
    registered, some, count = done.stdout.splitlines()
    assert "_cnncalc_completion" in registered
    assert set(some.split()) == {name for name in _index.NAMES if name.startswith("resnet1")}
    assert int(count) >= 100
    assert done.stderr == ""


def test_zsh_is_told_words_with_helps() -> None:
    done = call(env={"_CNNCALC_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "cnncalc show zfnet"})
    assert '"zfnet":"107,627,624 params"' in done.out
    assert call(env={"_CNNCALC_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "cnncalc show qqq"}).out == "_files\n"


def loaded(line: str, shell: str) -> set[str]:
    code = "import sys; from cnncalc.__main__ import run; run([]); print(*sorted(sys.modules), file=sys.stderr)"
    words = {"COMP_WORDS": line.replace(" ", "\n"), "COMP_CWORD": str(line.count(" ")), "_TYPER_COMPLETE_ARGS": line}
    env = {**os.environ, **words, "_CNNCALC_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout
    return {name for name in done.stderr.split() if name != "rich"}  # "rich" stands there, blocked


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    "line",
    ["cnncalc show vgg", "cnncalc explain res", "cnncalc diff vgg16 vgg", "cnncalc compare vgg16 --sort ",
     "cnncalc show vgg16 --format "],
)  # fmt: skip
def test_a_call_reads_the_index_alone(line: str, shell: str) -> None:
    modules = loaded(line, shell)
    assert not [name for name in modules if name.startswith(("yaml", "rich", "cnncalc.spec", "cnncalc.layers", "numpy"))]
    commands = {name for name in modules if name.startswith("cnncalc.cli.") and "._" not in name}
    assert commands == {f"cnncalc.cli.{line.split()[1]}"}


def test_a_mistyped_command_is_told_the_right_one() -> None:
    done = call("lst")
    assert done.status == 2
    assert "Did you mean 'list'?" in done.err
