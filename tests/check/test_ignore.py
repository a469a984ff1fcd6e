"""What a folder's search leaves out because git ignores it: git itself is asked."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnncalc.check.files import find
from tests.check.test_files import found, make


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_git_ignores_counts_only_below_what_is_named() -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    make("build/a.cnn.yaml", "build/b.tmp.cnn.yaml", "inner/build/c.cnn.yaml", "inner/d.tmp.cnn.yaml", "e.cnn.yaml")
    Path(".gitignore").write_text("build/\n")
    Path(".git/info/exclude").write_text("*.tmp.cnn.yaml\n")
    assert found() == ["e.cnn.yaml"]
    assert found("build") == ["build/a.cnn.yaml"]
    subprocess.run(["git", "init", "-q", "inner"], check=True)  # a repository in a repository has its own rules
    assert found("inner") == ["inner/build/c.cnn.yaml", "inner/d.tmp.cnn.yaml"]
    assert found() == ["e.cnn.yaml", "inner/build/c.cnn.yaml", "inner/d.tmp.cnn.yaml"]


def test_a_second_work_tree_has_the_excludes_of_the_first() -> None:
    run = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "init", "-q", "first"], check=True)
    subprocess.run([*run, "-C", "first", "commit", "-q", "--allow-empty", "-m", "x"], check=True)
    subprocess.run(["git", "-C", "first", "worktree", "add", "-q", "../second"], check=True, capture_output=True)
    Path("first/.git/info/exclude").write_text("a*\n")
    make("second/a.cnn.yaml", "second/b.cnn.yaml")
    assert found("second") == ["second/b.cnn.yaml"]


ATOMS = ["a", "b", "ab", "foo", "foo.d", "*", "**", "?", "[ab]", "[!a]", "[^/]*", "[a-f]", "*.yaml", "*.cnn.yaml", "a.cnn.yaml",
         "b*", "*o*", "\\a", "[[:alpha:]]", "[]x]", "[\\]x]*", "fo**", "foo**", "é", "?.cnn.yaml", "[x", "[[]x]*", "a b",
         "**.yaml", "a\\", "[a-", "[[:no:]]", "*a*b*", "a.cnn.yaml "]  # fmt: skip
PATTERN = st.builds(
    lambda sign, root, parts, end: sign + root + "/".join(parts) + end,
    st.sampled_from(["", "", "!", "#"]), st.sampled_from(["", "", "/"]), st.lists(st.sampled_from(ATOMS), min_size=1, max_size=3),
    st.sampled_from(["", "", "/", "  ", "\r"]),
)  # fmt: skip
FOLDER = st.sampled_from(["a", "b", "ab", "foo", "foo.d", "é", "[x]", "a b"])
FILE = st.sampled_from(["a.cnn.yaml", "b.cnn.yaml", "ab.cnn.yaml", "foo.cnn.yaml", "é.cnn.yaml", "[x].cnn.yaml", "a b.cnn.yaml"])
PATHS = st.lists(st.tuples(st.lists(FOLDER, max_size=3), FILE), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=PATHS, root=st.lists(PATTERN, max_size=5), nested=st.lists(PATTERN, max_size=3), own=st.lists(PATTERN, max_size=2))
def test_git_says_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    paths: list[tuple[list[str], str]],
    root: list[str],
    nested: list[str],
    own: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for parts, name in paths:
        folder.joinpath(*parts).mkdir(parents=True, exist_ok=True)
        folder.joinpath(*parts, name).touch()
    (folder / ".gitignore").write_text("\n".join(root), "utf-8", newline="\n")
    inner = folder.joinpath(*paths[0][0])
    (inner / ".gitignore").write_text("\n".join(nested) + "\n", "utf-8", newline="\n")
    (folder / ".git" / "info" / "exclude").write_text("\n".join(own), "utf-8", newline="\n")
    assert sorted(find([str(folder)], lambda _: None).files) == sorted(_not_ignored(folder))
    if subprocess.run(["git", "-C", str(folder), "check-ignore", "-q", str(inner)], check=False).returncode == 1:
        assert sorted(find([str(inner)], lambda _: None).files) == sorted(_not_ignored(inner))


def _not_ignored(folder: Path) -> Iterable[str]:
    """The architecture files that git sees in a folder."""
    asked = ["git", "-C", str(folder), "ls-files", "-coz", "--exclude-standard"]
    listed = subprocess.run(asked, check=True, capture_output=True).stdout.split(b"\0")
    return [f"{folder}/{os.fsdecode(path)}" for path in listed if path.endswith(b".cnn.yaml")]


@pytest.mark.parametrize(
    "patterns",
    ["fo**/a.cnn.yaml", "f**/a.cnn.yaml", "x/fo**/a.cnn.yaml", "foo[^x]a.cnn.yaml", "x/foo[!b]*", "*.cnn.yaml\r\n!a.cnn.yaml\r\n",
     "[\\]\\[]*.cnn.yaml", "[[:no:]]*", "[[:punct:]]*", "[[:]*", "[]]*", "a.cnn.yaml   ", "a.cnn.yaml\\ ", "\\a.cnn.yaml",
     "a.cnn.yaml\\", "[a-", "[z-a]*", "[a\\-z]*", "[--b]*", "*\n!x/\n!x/**", "x/**/", "/", "//", "!*", "**/foo/**",
     "x/**\n!x/foo/", "\ufeffa.cnn.yaml", "?.cnn.yaml", "??.cnn.yaml", "é*", "[é].cnn.yaml", "\\#*", "#*", "\\!*",
     "**\\/a.cnn.yaml"],
)  # fmt: skip
def test_git_says_the_same_of_patterns_with_a_twist(patterns: str) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    names = ("a.cnn.yaml", "a b.cnn.yaml", "[x.cnn.yaml", "].cnn.yaml", "é.cnn.yaml", "#a.cnn.yaml", "!b.cnn.yaml", "-.cnn.yaml")
    make(*(folder + name for folder in ("", "foo/", "foob/", "x/", "x/foo/", "x/foob/c/", "f/g/") for name in names))
    Path(".gitignore").write_text(patterns, "utf-8", newline="")
    assert sorted(find([os.getcwd()], lambda _: None).files) == sorted(_not_ignored(Path.cwd()))


@pytest.mark.parametrize("pattern", ["*a" * 40 + "b", "**/a" * 30 + "b", "a*" * 20 + "/" + "*a" * 20 + "b", "/**/a*" * 20 + "/b"])
def test_no_pattern_takes_for_ever(pattern: str) -> None:
    make("/".join(["a" * 40] * 20) + "/" + "a" * 100 + ".cnn.yaml")
    Path(".gitignore").write_text(pattern)
    started = time.process_time()
    assert len(found()) == 1
    assert time.process_time() - started < 1
