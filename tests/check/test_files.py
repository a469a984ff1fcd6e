"""Which files are checked, in which order, and what is said of those that are not there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from cnncalc.check.files import find
from cnncalc.check.ignore import Level, Rules, octets
from cnncalc.check.walk import Problem
from cnncalc.cli import COMMANDS


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def make(*paths: str) -> None:
    """Empty files in the current folder."""
    for path in paths:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        Path(path).touch()


def found(*arguments: str) -> list[str]:
    """The files of arguments that all give some."""
    files, problems = find(arguments, lambda folder: None)
    assert problems == []
    return files


def problems(*arguments: str) -> list[Problem]:
    files, told = find(arguments, lambda folder: None)
    assert files == []
    return told


def excluding(*patterns: str) -> Level:
    """As a `cnncalc.toml` of the current folder excludes."""
    return Level(octets(os.getcwd()) + "/", Rules(patterns))


def test_a_folder_is_searched_and_sorted_as_people_sort() -> None:
    make("net10.cnn.yaml", "net2.cnn.yaml", "Net3.cnn.yaml", "net2/a.cnn.yml", "b/c.cnn.yaml", "b/c/d.cnn.yaml", "other.yaml")
    make(".hidden/a.cnn.yaml", ".#a.cnn.yaml", "node_modules/a.cnn.yaml", "b/site-packages/a.cnn.yaml", "__pycache__/a.cnn.yaml")
    expected = ["b/c/d.cnn.yaml", "b/c.cnn.yaml", "net2/a.cnn.yml", "net2.cnn.yaml", "Net3.cnn.yaml", "net10.cnn.yaml"]
    assert found() == found(".") == found("./") == found(os.curdir) == expected
    assert found("b") == found("b//") == found(".//b/") == ["b/c/d.cnn.yaml", "b/c.cnn.yaml"]
    assert found(f"{os.getcwd()}/b/c") == [f"{os.getcwd()}/b/c/d.cnn.yaml"]
    assert found("b/c", "net2", "b") == ["b/c/d.cnn.yaml", "net2/a.cnn.yml", "b/c.cnn.yaml"]


def test_what_is_named_is_taken() -> None:
    make("other.yaml", ".hidden/a.cnn.yaml", "node_modules/b.cnn.yaml", "x.cnn.yaml")
    Path(".gitignore").write_text("*.yaml\n!a.cnn.yaml\n.hidden/\n")
    assert found("other.yaml", ".hidden", "node_modules/b.cnn.yaml") == [
        "other.yaml",
        ".hidden/a.cnn.yaml",
        "node_modules/b.cnn.yaml",
    ]
    assert found("x.cnn.yaml") == ["x.cnn.yaml"]


def test_each_file_once_by_whatever_way() -> None:
    make("nets/a.cnn.yaml", "nets/b.cnn.yaml")
    os.symlink("nets", "link")
    arguments = (
        "nets/b.cnn.yaml",
        "./nets/b.cnn.yaml",
        f"{os.getcwd()}/nets/b.cnn.yaml",
        "nets",
        "link",
        "link/a.cnn.yaml",
        "nets/../nets",
    )
    assert found(*arguments) == ["nets/b.cnn.yaml", "nets/a.cnn.yaml"]
    assert found("-", "nets", "-") == ["-", "nets/a.cnn.yaml", "nets/b.cnn.yaml"]


def test_a_file_that_is_called_as_standard_input_is() -> None:
    make("-")
    assert found("./-", "-") == ["./-", "-"]


def test_links() -> None:
    make("real/a.cnn.yaml", "out.cnn.yaml")
    os.symlink("../out.cnn.yaml", "real/b.cnn.yaml")  # to a file: followed
    os.symlink("../real", "real/loop")  # to a folder: not
    os.symlink(".", "real/self.cnn.yaml")
    os.symlink("nowhere", "real/gone.cnn.yaml")  # reading it says what is wrong
    os.symlink("ring.cnn.yaml", "real/ring.cnn.yaml")
    os.mkdir("real/folder.cnn.yaml")
    assert found("real") == [f"real/{name}.cnn.yaml" for name in ("a", "b", "gone", "ring")]
    os.symlink("real", "link")
    assert found("link")[0] == "link/a.cnn.yaml"
    assert found("real/gone.cnn.yaml", "real/ring.cnn.yaml") == ["real/gone.cnn.yaml", "real/ring.cnn.yaml"]


NAMES = ["a,b", "a b", "new\nline", "% :", "'", "é", os.fsdecode(b"\xff\xfe"), "[x]", "-x", "::error::", "*", "$HOME"]


def test_names_of_any_bytes() -> None:
    try:
        make(*(f"{name}/{name}.cnn.yaml" for name in NAMES))
    except OSError:
        pytest.skip("this file system has opinions on names")
    expected = sorted(f"{name}/{name}.cnn.yaml" for name in NAMES)
    assert sorted(found()) == expected
    assert sorted(found(*(f"./{name}" for name in NAMES))) == expected
    assert sorted(found(*expected)) == expected
    Path(".gitignore").write_bytes("é\n[[]x]\n".encode() + b"\xff*\n")
    left = sorted({*expected} - {f"{name}/{name}.cnn.yaml" for name in ("é", "[x]", os.fsdecode(b"\xff\xfe"))})
    assert sorted(found()) == left


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.cnn.yaml", "a.cnn.yaml b.cnn.yaml"),
        ("[a].cnn.yaml", "a.cnn.yaml"),
        ("?.cnn.yaml", "a.cnn.yaml b.cnn.yaml"),
        ("nets/*.cnn.yaml", "nets/c.cnn.yaml"),
        ("nets/*.yaml", "nets/c.cnn.yaml nets/plain.yaml"),
        ("nets/*", "nets/c.cnn.yaml nets/deep/d.cnn.yaml nets/deep/deeper/e.cnn.yml"),
        ("nets/**", "nets/c.cnn.yaml nets/deep/d.cnn.yaml nets/deep/deeper/e.cnn.yml"),
        ("nets/**/*.cnn.yaml", "nets/c.cnn.yaml nets/deep/d.cnn.yaml"),
        ("nets/**/e.*", "nets/deep/deeper/e.cnn.yml"),
        ("n*/d*", "nets/deep/d.cnn.yaml nets/deep/deeper/e.cnn.yml"),
        ("*/deep/*.cnn.y*ml", "nets/deep/d.cnn.yaml"),
        ("**/deeper", "nets/deep/deeper/e.cnn.yml"),
        ("*", "a.cnn.yaml b.cnn.yaml nets/c.cnn.yaml nets/deep/d.cnn.yaml nets/deep/deeper/e.cnn.yml"),
    ],
)
def test_globs_that_no_shell_expanded(pattern: str, expected: str) -> None:
    make("a.cnn.yaml", "b.cnn.yaml", "nets/c.cnn.yaml", "nets/plain.yaml", "nets/deep/d.cnn.yaml", "nets/deep/deeper/e.cnn.yml")
    make("nets/.hidden/x.cnn.yaml", "nets/ignored/x.cnn.yaml")
    Path(".gitignore").write_text("ignored\n")
    assert found(pattern) == found(f"./{pattern}") == expected.split()
    assert found(f"{os.getcwd()}/{pattern}") == [f"{os.getcwd()}/{path}" for path in expected.split()]


def test_exclude() -> None:
    make("a.cnn.yaml", "drafts/b.cnn.yaml", "nets/c.old.cnn.yaml", "nets/d.cnn.yaml", "nets/drafts/deep/e.cnn.yaml")
    level = excluding("drafts/", "*.old.cnn.yaml")
    assert find((), lambda folder: level).files == ["a.cnn.yaml", "nets/d.cnn.yaml"]
    named = ("drafts/b.cnn.yaml", "nets/c.old.cnn.yaml", "nets/drafts/deep", "a.cnn.yaml")
    everything = ["drafts/b.cnn.yaml", "nets/c.old.cnn.yaml", "nets/drafts/deep/e.cnn.yaml", "a.cnn.yaml"]
    assert find(named, lambda folder: level) == (everything, [])
    assert find(named, lambda folder: level, force_exclude=True) == (["a.cnn.yaml"], [])


@pytest.mark.parametrize(
    ("argument", "message", "help"),
    [
        ("nets/alexnett.cnn.yaml", "there is no file or folder nets/alexnett.cnn.yaml", ["did you mean nets/alexnet.cnn.yaml?"]),
        ("nets/alexnet", "there is no file or folder nets/alexnet", ["did you mean nets/alexnet.cnn.yaml?"]),
        ("netz", "there is no file or folder netz", ["did you mean nets?"]),
        ("qqq", "there is no file or folder qqq", []),
        ("no/such/folder/x", "there is no file or folder no/such/folder/x", []),
        ("", "a path is empty", []),
        (
            "vgg16",
            "there is no file or folder vgg16",
            ["`vgg16` is bundled with cnncalc and known to be correct: name files or folders of your own"],
        ),
        (
            "nets/alexnet.cnn.yaml:small",
            "there is no file or folder nets/alexnet.cnn.yaml:small",
            ["every variant of a file is checked, `small` too: name nets/alexnet.cnn.yaml"],
        ),
        ("nets/alexnet.cnn.yaml/x", "there is no file or folder nets/alexnet.cnn.yaml/x", []),
        ("nets/*.json", "no architecture file matches nets/*.json", []),
        ("gone/*.cnn.yaml", "no file matches gone/*.cnn.yaml: there is no folder gone", []),
        (
            "empty",
            "empty holds no architecture file",
            ["architecture files end in .cnn.yaml or .cnn.yml; a file with another name can be named itself"],
        ),
        (
            "full",
            "full holds no architecture file",
            [
                "2 are left out by `.gitignore` or by `exclude` in `cnncalc.toml`",
                "architecture files end in .cnn.yaml or .cnn.yml; a file with another name can be named itself",
            ],
        ),
        (
            "full/*.cnn.yaml",
            "no architecture file matches full/*.cnn.yaml",
            ["2 are left out by `.gitignore` or by `exclude` in `cnncalc.toml`"],
        ),
        ("x" * 300, "x" * 300 + " cannot be read: file name too long", []),
    ],
)
def test_what_is_not_there(argument: str, message: str, help: list[str]) -> None:
    make("nets/alexnet.cnn.yaml", "empty/net.yaml", "full/a.cnn.yaml", "full/b.cnn.yaml")
    Path("full/.gitignore").write_text("*.cnn.yaml")
    assert problems(argument) == [Problem(argument, message, tuple(help))]


def test_problems_are_collected_and_the_rest_is_found() -> None:
    make("a.cnn.yaml", "empty/x")
    files, told = find(["gone", "a.cnn.yaml", "empty", "*.x"], lambda folder: None)
    assert files == ["a.cnn.yaml"]
    assert [problem.path for problem in told] == ["gone", "empty", "*.x"]


def test_a_folder_that_cannot_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may list anything, so the system's answer is made here."""
    make("nets/a.cnn.yaml", "nets/private/b.cnn.yaml", "shut/c.cnn.yaml")
    real = os.scandir

    def refuse(path: str) -> object:
        if path.endswith(("private/", "shut/")):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    files, told = find(["nets", "shut"], lambda folder: None)
    assert files == ["nets/a.cnn.yaml"]
    assert told == [
        Problem("nets/private/", "nets/private/ cannot be listed: permission denied"),
        Problem("shut/", "shut/ cannot be listed: permission denied"),
    ]


def test_no_current_folder_of_ones_own() -> None:
    assert problems()[0].message == "the current folder holds no architecture file"


def test_ten_thousand_files_are_found_fast() -> None:
    for number in range(500):
        os.makedirs(f"g{number // 25}/d{number}")
        for file in range(20):
            os.close(os.open(f"g{number // 25}/d{number}/net{file}.cnn.yaml", os.O_CREAT | os.O_WRONLY))
    Path(".gitignore").write_text("__pycache__/\n*.py[cod]\nbuild/\n*.log\n!keep.log\ndocs/_build/\nnet1[5-7].*\ng1/**/net3.*\n")
    taken = []
    for _ in range(3):
        started = time.process_time()
        files = found()
        taken.append(time.process_time() - started)
    assert len(files) == 500 * 17 - 25
    assert min(taken) < 0.5


def test_a_name_of_a_command_is_a_path_like_any_other() -> None:
    make(*(f"{name}/a.cnn.yaml" for name in COMMANDS))
    assert found(*COMMANDS) == [f"{name}/a.cnn.yaml" for name in COMMANDS]
