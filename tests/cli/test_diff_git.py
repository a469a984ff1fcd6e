"""`cnncalc diff` as CI has it: what a commit holds against what the folder holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.diffing import NEW, OLD, VARIANTS, judged
from tests.cli.runner import call
from tests.scratch import commit_all, git, write


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A commit with `nets/net.cnn.yaml`, whose network is 3 % larger in the folder than in the commit."""
    commit_all(write(tmp_path, {"nets/net.cnn.yaml": OLD}))
    git(tmp_path, "branch", "-M", "main")
    return write(tmp_path, {"nets/net.cnn.yaml": NEW})


def test_a_pull_request_that_makes_a_network_3_percent_larger_is_refused(repository: Path) -> None:
    names = ("git:main:nets/net.cnn.yaml", "nets/net.cnn.yaml")
    done = call("diff", *names, "--fail-on-increase", "params=1%", "--fail-on-increase", "peak=1%", cwd=repository)
    assert done.status == 1
    assert done.err == (
        "cnncalc: params grows by 2,004 (+3.0 %) from 66,810 to 68,814; at most 1% = 668 is allowed\n"
        "cnncalc: peak grows by 768 (+2.9 %) from 26,368 to 27,136; at most 1% = 263 is allowed\n"
    )
    assert "params +3.0 %, macs +3.0 %" in done.out
    assert call("diff", *names, "--fail-on-increase", "params=3%", cwd=repository) == (0, done.out, "")
    assert call("diff", *names, cwd=repository) == (0, done.out, "")
    assert call("diff", *names[::-1], "--fail-on-increase", "params=0", cwd=repository).status == 0


def test_commits_and_their_files(repository: Path) -> None:
    commit = git(repository, "rev-parse", "HEAD").stdout
    (repository / "nets" / "net.cnn.yaml").write_text(VARIANTS % "a: {}, b: {k: 5}")
    commit_all(repository)
    text = call("diff", f"git:{commit[:10]}:nets/net.cnn.yaml", "git:HEAD:nets/net.cnn.yaml:b", "-f", "json", cwd=repository)
    assert judged(text)["networks"][0]["new"]["params"] == 28 * 5
    assert "no change" in call("diff", "git:HEAD:net.cnn.yaml", "net.cnn.yaml", cwd=repository / "nets").out
    absolute = call("diff", f"git:HEAD~1:{repository}/nets/net.cnn.yaml", "-", stdin=OLD, cwd=repository)
    assert absolute.out.endswith("\nno change\n")


def test_a_file_that_is_new_or_gone_is_no_error(repository: Path) -> None:
    (repository / "fresh.cnn.yaml").write_text(NEW)
    done = call("diff", "git:HEAD:fresh.cnn.yaml", "fresh.cnn.yaml", "--fail-on-increase", "params=0", cwd=repository)
    assert (done.status, done.err) == (0, "")
    assert "added, 68,814 params" in done.out
    found = judged(call("diff", "git:HEAD:fresh.cnn.yaml", "fresh.cnn.yaml", "-f", "json", cwd=repository))
    assert [(network["status"], network["old"], network["new"]["params"]) for network in found["networks"]] == [
        ("added", None, 68_814)
    ]
    (repository / "nets" / "net.cnn.yaml").unlink()
    gone = call("diff", "git:HEAD:nets/net.cnn.yaml", "nets/net.cnn.yaml", "-f", "markdown", cwd=repository)
    assert (gone.status, gone.err) == (0, "")
    assert gone.out.startswith("### `nets/net.cnn.yaml`: removed\n")
    assert "- removed: 66,810 params" in gone.out


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("git:nowhere:nets/net.cnn.yaml", "there is no revision `nowhere` in this repository"),
        ("git:HEAD:nets/other.cnn.yaml", "there is no file nets/other.cnn.yaml in HEAD"),
        ("git:HEAD:../net.cnn.yaml", "there is no file ../net.cnn.yaml in HEAD"),
        ("git:HEAD:nets", "nets is a directory in HEAD"),
        ("git:HEAD:.", ". is a directory in HEAD"),
        ("git:HEAD:nets/net.cnn.yaml\nHEAD", "there is no file nets/net.cnn.yaml\\nHEAD in HEAD"),
        ("git:HEAD", "`git:HEAD` names no commit and file"),
        ("git::nets/net.cnn.yaml", "`git::nets/net.cnn.yaml` names no commit and file"),
        ("git:--output=x:nets/net.cnn.yaml", "there is no revision `--output=x`"),
        ("git:-h:nets/net.cnn.yaml", "there is no revision `-h`"),
        ("git:HEAD --help:nets/net.cnn.yaml", "there is no revision `HEAD --help` in this repository"),
        ("git:HEAD:nets/net.cnn.yaml:x", "git:HEAD:nets/net.cnn.yaml has no variant `x`"),
        ("missing.cnn.yaml", "there is no file missing.cnn.yaml"),
        ("git:\x1b[31m:nets/net.cnn.yaml", "there is no revision `\\x1b[31m` in this repository"),
    ],
)
def test_what_git_cannot_give(repository: Path, old: str, said: str) -> None:
    done = call("diff", old, "nets/net.cnn.yaml", cwd=repository)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"cnncalc: {said}\n")
    assert not (repository / "x").exists()


def test_what_lies_outside_of_the_repository_is_not_there(repository: Path) -> None:
    """Two folders up from `nets` is above its root, where git itself would begin at `nets` anew."""
    done = call("diff", "git:HEAD:../../nets/net.cnn.yaml", "net.cnn.yaml", cwd=repository / "nets")
    assert (done.status, done.err.splitlines()[0]) == (2, "cnncalc: there is no file ../../nets/net.cnn.yaml in HEAD")


def test_both_sides_missing(repository: Path) -> None:
    done = call("diff", "git:HEAD:x.cnn.yaml", "x.cnn.yaml", cwd=repository)
    assert (done.status, done.err) == (2, "cnncalc: there is no file x.cnn.yaml\n")


def test_no_repository_and_no_git(tmp_path: Path, repository: Path) -> None:
    outside = call(
        "diff", "git:HEAD:net.cnn.yaml", "vgg16", cwd=tmp_path.parent, env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    )
    assert outside.status == 2
    assert outside.err == "cnncalc: `git:HEAD:...` needs a git repository, and the current folder is in none\n"
    (tmp_path / "empty").mkdir()
    without = call("diff", "git:HEAD:nets/net.cnn.yaml", "vgg16", cwd=repository, env={"PATH": str(tmp_path / "empty")})
    assert (without.status, without.err) == (2, "cnncalc: git is not installed, or not on the PATH\n")


def test_a_commit_cannot_give_more_than_the_limit(repository: Path) -> None:
    (repository / "big.cnn.yaml").write_text("# " + "x" * 3_000_000 + "\n" + OLD)
    commit_all(repository)
    done = call("diff", "git:HEAD:big.cnn.yaml", "vgg16", cwd=repository)
    assert done.status == 1
    assert "Y016" in done.err


def test_a_folder_and_a_file_that_are_links(repository: Path) -> None:
    (repository / "nets" / "final.cnn.yaml").symlink_to("net.cnn.yaml")
    (repository / "nets" / "lost.cnn.yaml").symlink_to("nowhere.cnn.yaml")
    (repository / "nets" / "net.cnn.yaml").write_text(OLD)
    commit_all(repository)
    linked = repository / "linked"
    linked.symlink_to(repository / "nets")
    same = "git:HEAD:nets/final.cnn.yaml → nets/final.cnn.yaml, batch 1, float32\n\nno change\n"
    assert call("diff", "git:HEAD:nets/final.cnn.yaml", "nets/final.cnn.yaml", cwd=repository) == (0, same, "")
    absolute = call("diff", f"git:HEAD:{linked}/net.cnn.yaml", "net.cnn.yaml", cwd=linked)
    assert (absolute.status, absolute.out[-11:], absolute.err) == (0, "\nno change\n", "")
    lost = call("diff", "git:HEAD:nets/lost.cnn.yaml", "nets/net.cnn.yaml", cwd=repository)
    assert (lost.status, lost.err.splitlines()[0]) == (2, "cnncalc: there is no file nets/lost.cnn.yaml in HEAD")


def test_a_repository_without_a_folder_of_files(repository: Path) -> None:
    """Paths are then those of the commit."""
    git(repository, "clone", "-q", "--bare", ".", "bare")
    for folder in (repository / "bare", repository / ".git"):
        done = call("diff", "git:main:nets/net.cnn.yaml", "-", stdin=OLD, cwd=folder)
        assert (done.status, done.out[-11:], done.err) == (0, "\nno change\n", "")
