"""`cnncalc compare`: figures against the report's, every format read back, the scatter where it belongs."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from tests.cli.runner import Done, call
from tests.render.reading import HOSTILE, Tables
from tests.schema.judge import validator

NAMES = ("alexnet", "vgg16", "resnet50")
#: Published totals: params and multiply-adds of VGG-16 and ResNet-50 (torchvision), of the lecture's AlexNet.
PARAMS = {"alexnet": 62_378_344, "vgg16": 138_357_544, "resnet50": 25_557_032}
VARIANTS = "input: 8x8x3\nvariants: {a: {k: 4}, b: {k: 5}}\nparams: {k: 1}\nlayers:\n  - conv: {filters: $k, kernel: 3}\n"


def judged(done: Done) -> Any:
    """The JSON, held against its schema."""
    found = json.loads(done.out)
    assert [f"{error.json_path}: {error.message[:200]}" for error in validator("compare").iter_errors(found)] == []
    return found


def test_figures_are_those_of_the_reports() -> None:
    found = judged(call("compare", *NAMES, "-f", "json", "--batch", "2", "--dtype", "float16"))
    assert [network["name"] for network in found["networks"]] == list(NAMES)
    for network in found["networks"]:
        report = json.loads(call("show", network["name"], "-f", "json", "--batch", "2", "--dtype", "float16").out)
        totals, memory = report["totals"], report["totals"]["memory"]
        assert network == {
            "name": network["name"], "title": report["name"], "params": PARAMS[network["name"]], "macs": totals["macs"],
            "weights_bytes": 2 * PARAMS[network["name"]], "inference_peak_bytes": memory["inference_peak_bytes"],
            "training_bytes": memory["training_bytes"], "weight_layers": totals["weight_layers"],
            "layers": len(report["layers"]), "input": report["input"], "output": report["layers"][-1]["output_shape"],
        }  # fmt: skip


def test_a_file_is_all_of_its_variants(tmp_path: Path) -> None:
    (tmp_path / "net.cnn.yaml").write_text(VARIANTS)
    found = judged(call("compare", "net.cnn.yaml", "net.cnn.yaml:b", "lenet5", "-", "-f", "json", stdin=VARIANTS, cwd=tmp_path))
    assert [(network["name"], network["params"]) for network in found["networks"]] == [
        ("net.cnn.yaml:a", 112), ("net.cnn.yaml:b", 140), ("net.cnn.yaml:b", 140), ("lenet5", 61_706), ("-:a", 112), ("-:b", 140),
    ]  # fmt: skip


def test_the_table_is_exact_where_it_has_room() -> None:
    lines = call("compare", *NAMES, "--sort", "params", "--no-plot").out.splitlines()
    assert lines[0] == "batch 1, float32"
    assert lines[2].split() == ["network", "params", "MACs", "weights", "peak", "training", "depth", "layers", "input", "output"]
    assert [line.split()[:2] for line in lines[4:]] == [
        ["vgg16", "138,357,544"], ["alexnet", "62,378,344"], ["resnet50", "25,557,032"],
    ]  # fmt: skip
    assert lines[4].split()[3:5] == ["553,430,176", "B"]


@pytest.mark.parametrize("width", [20, 30, 40, 50, 60, 80, 100, 200])
@pytest.mark.parametrize("plot", [True, False])
def test_it_fits(tmp_path: Path, width: int, plot: bool) -> None:
    long = "畳み込み" * 10 + "x" * 30 + ".cnn.yaml"
    (tmp_path / long).write_text(VARIANTS, "utf-8")
    done = call("compare", *NAMES, long, "--width", str(width), *(() if plot else ("--no-plot",)), cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert max(map(cell_len, done.out.splitlines())) <= width
    assert ("both axes logarithmic" in " ".join(done.out.split())) == plot
    assert ("rounded to fit" in " ".join(done.out.split())) == (width < 200)
    assert "138 M" in done.out or "138,357,544" in done.out or width < 40


@pytest.mark.parametrize(
    ("key", "first"),
    [("name", "alexnet"), ("params", "vgg16"), ("macs", "vgg16"), ("weights", "vgg16"), ("peak", "vgg16"), ("training", "vgg16"),
     ("weight_layers", "resnet50"), ("layers", "resnet50")],
)  # fmt: skip
def test_it_is_sorted(key: str, first: str) -> None:
    rows = list(csv.DictReader(io.StringIO(call("compare", *NAMES[::-1], "--sort", key, "-f", "csv").out)))
    assert rows[0]["name"] == first
    column = {"weights": "weights_bytes", "peak": "inference_peak_bytes", "training": "training_bytes"}.get(key, key)
    if key != "name":
        assert [int(row[column]) for row in rows] == sorted((int(row[column]) for row in rows), reverse=True)


def test_csv_and_markdown_have_the_same_exact_figures() -> None:
    rows = list(csv.DictReader(io.StringIO(call("compare", *NAMES, "-f", "csv").out)))
    assert {row["name"]: int(row["params"]) for row in rows} == PARAMS
    assert (rows[0]["input"], rows[0]["output"]) == ("227x227x3", "1000")
    html = MarkdownIt("commonmark").enable("table").render(call("compare", *NAMES, "-f", "markdown").out)
    (table,) = Tables(html, "p table thead tbody tr th td code").tables
    assert table[0][:4] == ["network", "params", "MACs", "weights (B)"]
    for row, cells in zip(rows, table[1:], strict=True):
        assert [cell.replace(",", "") for cell in cells] == list(row.values())


@pytest.mark.parametrize("variant", [name for name in HOSTILE if name != "$x$"])
def test_hostile_names_are_text(tmp_path: Path, variant: str) -> None:
    (tmp_path / "n.cnn.yaml").write_text(VARIANTS.replace("a:", f"{json.dumps(variant)}:", 1), "utf-8")
    printed = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in f"n.cnn.yaml:{variant}")
    html = MarkdownIt("commonmark").enable("table").render(call("compare", "n.cnn.yaml", "-f", "markdown", cwd=tmp_path).out)
    (table,) = Tables(html, "p table thead tbody tr th td code").tables
    assert table[1][0] == printed
    shown = call("compare", "n.cnn.yaml", cwd=tmp_path).out
    assert printed in shown
    assert not {"\x1b", "\u202e", "\x00"} & set(shown)
    rows = list(csv.DictReader(io.StringIO(call("compare", "n.cnn.yaml", "-f", "csv", cwd=tmp_path).out)))
    assert [row["params"] for row in rows] == ["112", "140"]


def test_a_refused_file_keeps_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.cnn.yaml").write_text(VARIANTS.replace("k: 5", "k: 0"))
    (tmp_path / "broken.cnn.yaml").write_text("layers: [")
    arguments = ("compare", "bad.cnn.yaml", "broken.cnn.yaml", "vgg16", "--sort", "params")
    done = call(*arguments, "-f", "json", cwd=tmp_path)
    assert done.status == 1
    assert done.err.count("error[") == 2
    found = judged(done)
    assert [(network["name"], network["params"]) for network in found["networks"]] == [
        ("vgg16", 138_357_544), ("bad.cnn.yaml:a", 112), ("bad.cnn.yaml:b", None), ("broken.cnn.yaml", None),
    ]  # fmt: skip
    assert {finding["path"] for finding in found["findings"]} == {"bad.cnn.yaml", "broken.cnn.yaml"}
    for format in ("table", "csv", "markdown"):
        assert "broken.cnn.yaml" in call(*arguments, "-f", format, cwd=tmp_path).out
    assert "refused" in call(*arguments, cwd=tmp_path).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing-is-called-so",), "there is no file and no bundled architecture `nothing-is-called-so`"),
        (("vgg16", "--sort", "parms"), "there is no sort key `parms`"),
        (("vgg16", "-f", "html"), "there is no format `html`"),
        (("vgg16", "-f", "csv", "--width", "80"), "`--width` has no effect with --format csv"),
        (("-", "-"), "standard input is one file"),
        (("vgg16", "-f", "csv", "--no-plot"), "`--no-plot` has no effect with --format csv"),
    ],
)
def test_what_cannot_be_asked(arguments: tuple[str, ...], said: str) -> None:
    done = call("compare", *arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"cnncalc: {said}\n")


def test_the_scatter_is_of_two_networks_or_more(tmp_path: Path) -> None:
    assert "logarithmic" not in call("compare", *NAMES, "--no-plot").out
    assert "logarithmic" not in call("compare", "vgg16").out
    assert call("compare", *NAMES, "-o", "a.txt", cwd=tmp_path) == (0, "", "")
    assert "\nC resnet50 " in (tmp_path / "a.txt").read_text("utf-8")
    plotted = call("compare", *NAMES, env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}).out
    assert plotted.isascii()
    assert "oC" in plotted
    assert "●C" in call("compare", *NAMES).out
    assert "logarithmic" in in_a_terminal("compare", *NAMES)
    assert "logarithmic" not in in_a_terminal("compare", *NAMES, "--no-plot")


def in_a_terminal(*arguments: str) -> str:
    """What a terminal of 80 columns is shown."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "PYTHONUTF8": "1"}
    process = subprocess.Popen([sys.executable, "-m", "cnncalc", *arguments], stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait() == 0
    return shown.decode()
