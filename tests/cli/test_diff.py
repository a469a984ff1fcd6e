"""`cnncalc diff` as a reviewer has it: tables, JSON, variants, limits on growth, files that are refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.diffing import NET, NEW, OLD, VARIANTS, compare, judged
from tests.cli.runner import call

BAD = OLD.replace("kernel: 3", "kernel: 30")


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
    assert re.search(r"^~ .*x{9}", done.out, re.M)  # the mark is no part of what is cut
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


BLOCK = """\
input: 8x8x4
blocks:
  unit:
    layers:
      - conv: {filters: 4, kernel: 1}
      - %s
layers:
  - repeat: %d
    name: stage
    layers: [unit]
  - conv: {filters: 9, kernel: 1}
"""


def test_a_block_that_is_used_often_is_told_once(tmp_path: Path) -> None:
    """Two are told one by one; figures are those of each, as they stand in the report."""
    done = compare(tmp_path, "--width", "80", old=BLOCK % ("relu", 12), new=BLOCK % ("sigmoid", 12))
    assert "12 layers added, 12 removed" in done.out
    assert re.findall(r"^([-+~].*\)) +output .* (8x8x4)$", done.out, re.M) == [
        ("- 12 x stage*/unit1/relu1 (relu)", "8x8x4"), ("+ 12 x stage*/unit1/sigmoid1 (sigmoid)", "8x8x4"),
    ]  # fmt: skip
    assert done.out.endswith("\n\n(--all lists layers that changed alike, one by one)\n")
    each = compare(tmp_path, "--all", old=BLOCK % ("relu", 12), new=BLOCK % ("sigmoid", 12)).out
    assert len(re.findall(r"^\+ stage\d+/unit1/sigmoid1 ", each, re.M)) == 12
    assert " x " not in each
    two = compare(tmp_path, old=BLOCK % ("relu", 2), new=BLOCK % ("sigmoid", 2)).out
    assert re.findall(r"^[-+] stage\S+", two, re.M) == [
        "- stage1/unit1/relu1", "+ stage1/unit1/sigmoid1", "- stage2/unit1/relu1", "+ stage2/unit1/sigmoid1",
    ]  # fmt: skip
    longer = compare(tmp_path, "--width", "80", old=BLOCK % ("relu", 3), new=BLOCK % ("relu", 8)).out
    assert re.search(
        r"^\+ 5 x stage\*/unit1/conv1 \(conv\) +output +8x8x4\n +params +20 +\+20\n +macs +1,024 +\+1,024$", longer, re.M
    )
    found = judged(compare(tmp_path, "-f", "json", old=BLOCK % ("relu", 12), new=BLOCK % ("sigmoid", 12)))
    assert len(found["networks"][0]["layers"]) == 24


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
    (tmp_path / "binary.cnn.yaml").write_bytes(b"\xff\xfe\x00")
    for pair in (("binary.cnn.yaml", "new.cnn.yaml"), ("new.cnn.yaml", "binary.cnn.yaml")):
        assert [network["status"] for network in judged(call("diff", *pair, "-f", "json", cwd=tmp_path))["networks"]] == [
            "refused"
        ]
        assert call("diff", *pair, cwd=tmp_path).out.endswith("\n\nnot compared, as the file has errors\n")
    several = compare(tmp_path, old=VARIANTS % "a: {k: 4}, b: {k: 0}", new=VARIANTS % "a: {k: 5}, b: {k: 5}")
    assert several.status == 1
    assert "a: params +25.0 %" in several.out
    assert "not compared, as the file has errors: b" in several.out
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
