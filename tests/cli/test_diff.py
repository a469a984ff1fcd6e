"""`cnncalc diff` as CI and a reviewer have it: against commits, variants, limits, and in every format."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from tests.cli.runner import Done, call
from tests.render.reading import HOSTILE, Tables
from tests.schema.judge import validator

#: 28 parameters a filter and 640 for each in the fc, with its 10 biases: 668 * K + 10.
NET = """\
name: A net
input: 8x8x3
layers:
  - conv: {filters: %d, kernel: 3, padding: 1, activation: relu}
    name: first
  - fc: 10
"""
#: 3 % of 100 filters.
OLD, NEW = NET % 100, NET % 103


def git(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A commit with `nets/net.cnn.yaml`, whose network is 3 % larger in the folder than in the commit."""
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "net.cnn.yaml").write_text(OLD)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    (tmp_path / "nets" / "net.cnn.yaml").write_text(NEW)
    return tmp_path


def compare(folder: Path, *arguments: str, old: str = OLD, new: str = NEW) -> Done:
    (folder / "old.cnn.yaml").write_text(old, "utf-8")
    (folder / "new.cnn.yaml").write_text(new, "utf-8")
    return call("diff", "old.cnn.yaml", "new.cnn.yaml", *arguments, cwd=folder)


def judged(done: Done) -> Any:
    """The JSON, held against its schema."""
    found = json.loads(done.out)
    assert [f"{error.json_path}: {error.message[:200]}" for error in validator("diff").iter_errors(found)] == []
    return found


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


@pytest.mark.parametrize(("limit", "status"), [("params=2004", 0), ("params=2003", 1), ("params=3%", 0), ("params=2.99%", 1)])
def test_the_limit_itself_passes(tmp_path: Path, limit: str, status: int) -> None:
    """2,004 of 66,810 are 2.9996 %."""
    done = compare(tmp_path, "--fail-on-increase", limit)
    assert (done.status, bool(done.err)) == (status, bool(status))


def test_a_growth_that_looks_like_its_limit_is_told_exactly(tmp_path: Path) -> None:
    """668 * 294 of 6,680,010 are 2.93999... %."""
    done = compare(tmp_path, "--fail-on-increase", "params=2.9%", old=NET % 10_000, new=NET % 10_294)
    assert done.err == (
        "cnncalc: params grows by 196,392 (+2.94 %) from 6,680,010 to 6,876,402; at most 2.9% = 193,720 is allowed\n"
    )


def test_the_table_is_what_it_says(tmp_path: Path) -> None:
    assert compare(tmp_path, "--width", "80").out == (Path(__file__).parent.parent / "golden" / "diff.txt").read_text("utf-8")


@pytest.mark.parametrize("width", [80, 200])
def test_it_fits_with_long_and_wide_names(tmp_path: Path, width: int) -> None:
    def text(filters: int, name: str) -> str:
        return (NET % filters).replace("name: first", json.dumps({"name": name})[1:-1], 1)

    old, new = text(100, "畳み込み" * 20), text(103, "x" * 150 + "\u202e\x1b[31m")
    done = compare(tmp_path, "--width", str(width), old=old, new=new)
    assert (done.status, done.err) == (0, "")
    assert max(map(cell_len, done.out.splitlines())) <= width
    assert not {"\x1b", "\u202e"} & set(done.out)
    assert "+2,004" in done.out
    assert max(map(cell_len, compare(tmp_path, "--all", "--width", str(width), old=old, new=new).out.splitlines())) <= width


def test_a_narrow_terminal_and_a_pipe(tmp_path: Path) -> None:
    narrow = compare(tmp_path, "--width", "30").out
    assert max(map(cell_len, narrow.splitlines())) <= 36  # figures are never cut
    assert "68,814" in narrow
    done = call("diff", "old.cnn.yaml", "new.cnn.yaml", cwd=tmp_path, env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert done.out.isascii()
    assert "old.cnn.yaml -> new.cnn.yaml" in done.out
    assert "\\u" not in done.out
    assert "\x1b[1m" in compare(tmp_path, "--color", "always").out


def test_unchanged_layers_are_shown_on_request(tmp_path: Path) -> None:
    new = NEW.replace("fc: 10", "fc: 10\n  - relu")
    assert "= " not in compare(tmp_path, new=new).out.replace("1% = ", "")
    same = compare(tmp_path, "--all", new=OLD)
    assert [line.strip() for line in same.out.splitlines() if line.startswith("=")] == ["= first", "= first/relu", "= fc2"]
    assert compare(tmp_path, new=OLD).out == "old.cnn.yaml → new.cnn.yaml, batch 1, float32\n\nno change\n"


def test_json_has_exact_figures(tmp_path: Path) -> None:
    found = judged(compare(tmp_path, "-f", "json", "--batch", "2", "--dtype", "float16", "--fail-on-increase", "params=10K"))
    assert (found["old"], found["new"], found["batch"], found["dtype"]) == ("old.cnn.yaml", "new.cnn.yaml", 2, "float16")
    (network,) = found["networks"]
    assert network["totals"]["params"] == {"old": 66_810, "new": 68_814, "change": 2_004, "percent": 100 * 2_004 / 66_810}
    assert network["totals"]["weights_bytes"]["old"] == 2 * 66_810
    assert network["totals"]["macs"]["new"] == 2 * (64 * 27 * 103 + 64 * 103 * 10)
    assert network["limits"] == [
        {
            "figure": "params",
            "written": "10K",
            "old": 66_810,
            "new": 68_814,
            "change": 2_004,
            "allowed": 10_000,
            "exceeded": False,
        }
    ]
    assert [(layer["status"], layer["new"]["path"]) for layer in network["layers"]] == [
        ("changed", "first"), ("changed", "first/relu"), ("changed", "fc2"),
    ]  # fmt: skip
    assert network["layers"][0]["changes"]["filters"] == {"old": 100, "new": 103, "change": 3, "percent": 3.0}
    assert network["layers"][0]["changes"]["output"]["new"] == [103, 8, 8]
    assert judged(compare(tmp_path, "-f", "json", new=OLD))["networks"][0]["layers"] == []
    assert len(judged(compare(tmp_path, "-f", "json", "--all", new=OLD))["networks"][0]["layers"]) == 3


@pytest.mark.parametrize(("old", "new"), [("alexnet", "vgg16"), ("unet", "googlenet"), ("resnet18", "torchvision/resnet50")])
def test_json_of_bundled_networks(old: str, new: str) -> None:
    found = judged(call("diff", old, new, "-f", "json", "--fail-on-increase", "kept=1%"))
    assert found["networks"][0]["status"] == "changed"


VARIANTS = """\
input: 8x8x3
params: {k: 4}
variants: {%s}
layers:
  - conv: {filters: $k, kernel: 3}
"""


def test_variants_that_both_have_are_compared(tmp_path: Path) -> None:
    old = VARIANTS % "small: {k: 4}, large: {k: 8}, huge: {k: 16}, gone: {k: 1}"
    new = VARIANTS % "small: {k: 4}, large: {k: 9}, huge: {k: 16}, fresh: {k: 2}"
    done = compare(tmp_path, "--fail-on-increase", "params=1%", old=old, new=new)
    assert done.status == 1
    assert done.err == "cnncalc: large: params grows by 28 (+12.5 %) from 224 to 252; at most 1% = 2 is allowed\n"
    assert re.findall(r"^(?:large|gone|fresh|no change).*", done.out, re.M) == [
        "large: params +12.5 %, macs +12.5 %", "fresh: added, 56 params, 1,944 macs", "gone: removed, 28 params, 972 macs",
        "no change: small, huge",
    ]  # fmt: skip
    found = judged(compare(tmp_path, "-f", "json", old=old, new=new))
    assert {network["variant"]: network["status"] for network in found["networks"]} == {
        "small": "same", "large": "changed", "huge": "same", "fresh": "added", "gone": "removed",
    }  # fmt: skip
    one = call("diff", "old.cnn.yaml:small", "new.cnn.yaml:large", cwd=tmp_path)
    assert "params +125.0 %" in one.out
    alike = call("diff", "old.cnn.yaml:large", "new.cnn.yaml", "-f", "json", cwd=tmp_path)
    assert [(one["variant"], one["status"]) for one in judged(alike)["networks"]] == [(None, "changed")]
    wrong = call("diff", "old.cnn.yaml:gone", "new.cnn.yaml", cwd=tmp_path)
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err == (
        "cnncalc: new.cnn.yaml has variants, and none is called `gone`\n  help: name one: small, large, huge, fresh\n"
    )


def test_a_file_that_becomes_one_with_variants(tmp_path: Path) -> None:
    """What it was is what `show` takes: the first."""
    old = "input: 8x8x3\nlayers:\n  - conv: {filters: 4, kernel: 3}\n"
    found = judged(compare(tmp_path, "-f", "json", old=old, new=VARIANTS % "a: {}, b: {k: 5}"))
    assert [(network["variant"], network["status"]) for network in found["networks"]] == [("a", "same"), ("b", "added")]


def test_commits_and_their_files(repository: Path) -> None:
    commit = git(repository, "rev-parse", "HEAD")
    (repository / "nets" / "net.cnn.yaml").write_text(VARIANTS % "a: {}, b: {k: 5}")
    git(repository, "commit", "-qam", "two")
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
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "big")
    done = call("diff", "git:HEAD:big.cnn.yaml", "vgg16", cwd=repository)
    assert done.status == 1
    assert "Y016" in done.err


BAD = OLD.replace("kernel: 3", "kernel: 30")


def test_a_refused_file_gives_its_findings(tmp_path: Path) -> None:
    done = compare(tmp_path, "-f", "json", new=BAD)
    assert done.status == 1
    assert "error[H301]" in done.err
    assert "new.cnn.yaml:4:" in done.err
    found = judged(done)
    assert [finding["code"] for finding in found["findings"]] == ["H301"]
    assert found["networks"][0]["status"] == "refused"
    broken = compare(tmp_path, "-f", "json", old="layers: [", new=NEW)
    assert broken.status == 1
    assert judged(broken)["findings"]
    several = compare(tmp_path, old=VARIANTS % "a: {k: 4}, b: {k: 0}", new=VARIANTS % "a: {k: 5}, b: {k: 5}")
    assert several.status == 1
    assert "a: params +25.0 %" in several.out
    assert "refused, as what is wrong with the file says: b" in several.out
    assert several.err.count("error[") == 1


def test_what_cannot_be_asked(tmp_path: Path) -> None:
    assert call("diff", "-", "-").status == 2
    assert compare(tmp_path, "-f", "csv").status == 2
    assert compare(tmp_path, "-f", "json", "--width", "80").status == 2
    assert compare(tmp_path, "-o", "new.cnn.yaml").status == 2
    assert (tmp_path / "new.cnn.yaml").read_text() == NEW
    assert compare(tmp_path, "-o", "out.md", "--fail-on-increase", "params=x").status == 2
    assert not (tmp_path / "out.md").exists()


def test_the_ending_names_the_format(tmp_path: Path) -> None:
    assert compare(tmp_path, "-o", "out.md", "--fail-on-increase", "params=1%").status == 1
    assert (tmp_path / "out.md").read_text("utf-8").startswith("### `new.cnn.yaml`: params +3.0 %, macs +3.0 %\n")
    assert compare(tmp_path, "-o", "out.json") == (0, "", "")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["schema"] == "cnncalc.diff/1"


KNOWN = "h3 h4 p ul li table thead tbody tr th td code details summary"


def read(markdown: str) -> Tables:
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    return Tables(html, KNOWN)


def test_markdown_is_a_comment(tmp_path: Path) -> None:
    done = compare(tmp_path, "-f", "markdown", "--fail-on-increase", "params=1%")
    assert ":x: params grows by 2,004 (+3.0 %) from 66,810 to 68,814; at most 1% = 668 is allowed" in done.out
    totals, layers = read(done.out).tables
    assert totals[1] == ["parameters", "66,810", "68,814", "+2,004", "+3.0 %"]
    assert layers[0] == ["layer", "figure", "old", "new", "change", "%"]
    assert layers[1] == ["first", "filters", "100", "103", "+3", "+3.0 %"]
    assert layers[2] == ["", "output", "8x8x100", "8x8x103", "", ""]
    assert "<details><summary>3 layers changed</summary>\n\n|" in done.out


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "$x$"])  # no name: an expression
def test_hostile_names_are_text(tmp_path: Path, name: str) -> None:
    old, new = ((NET % filters).replace("name: first", json.dumps({"name": name})[1:-1], 1) for filters in (100, 103))
    done = compare(tmp_path, "-f", "markdown", old=old, new=new)
    assert done.status == 0
    _, layers = read(done.out).tables
    assert [row[0] for row in layers if row[0]][1] == "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in name
    )


def test_a_comment_is_never_longer_than_github_takes() -> None:
    done = call("diff", "torchvision/densenet121", "torchvision/resnet152", "-f", "markdown")
    assert 50_000 < len(done.out) < 65_536
    _, layers = read(done.out).tables
    left = re.search(r"\((\d+) more layers: ", done.out)
    assert left
    counts = re.search(r"<summary>(\d+) layers changed, (\d+) added, (\d+) removed", done.out)
    assert counts
    assert sum(map(int, counts.groups())) == len([row for row in layers[1:] if row[0]]) + int(left[1])
