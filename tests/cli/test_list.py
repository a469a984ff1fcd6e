"""`cnncalc list`: what it finds, how it fits, and that its figures are exact where they are said to be."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys

import pytest

from cnncalc import _index
from cnncalc.render.listing import human
from tests.cli.runner import Done, call


def names(done: Done) -> list[str]:
    """The first word of every line under the rule."""
    return [line.split()[0] for line in done.out.split("\n\n")[0].splitlines()[2:]]


def test_piped_it_is_whole_and_exact() -> None:
    done = call("list")
    assert (done.status, done.err) == (0, "")
    (line,) = [line for line in done.out.splitlines() if line.startswith("vgg-d ")]
    assert line.split()[:5] == ["vgg-d", "(vgg16)", "224x224x3", "138,357,544", "15,470,264,320"]
    assert line.endswith("  Simonyan & Zisserman 2014, Table 1, column D; figures from CS231n and torchvision")
    assert not {"…", "\x1b"} & set(done.out)
    listed = names(done)
    assert len(listed) == len(set(listed))
    assert {_index.NAMES[name][0] for name in listed} == {file for file, _ in _index.NAMES.values()}
    assert listed.index("resnet18") < listed.index("resnet101") < listed.index("torchvision/alexnet")


#: Column -> of how many hidden ones it is one.
HIDDEN_FROM = {"name": 5, "input": 2, "params": 4, "MACs": 3, "source": 1}


@pytest.mark.parametrize(
    ("width", "hidden"), [(1, 4), (20, 4), (35, 4), (40, 3), (50, 2), (60, 1), (70, 0), (80, 0), (120, 0), (200, 0)]
)
def test_it_fits_the_terminal(width: int, hidden: int) -> None:
    done = call("list", env={"COLUMNS": str(width)})
    rows = done.out.split("\n\n")[0].splitlines()
    assert names(done) == names(call("list")), "names are never cut"
    longest = max(len(re.split(" {2,}", line)[0]) for line in call("list").out.splitlines()[2:])
    assert max(map(len, done.out.splitlines())) <= max(width, longest)
    assert rows[0].split() == [word for word, first in HIDDEN_FROM.items() if hidden < first]
    assert (f"({hidden} column{'s' if hidden > 1 else ''} hidden" in done.out.replace("\n", " ")) == (hidden > 0)
    assert ("138,357,544" in done.out) == (width >= 120)
    assert ("138 M" in done.out) == ("rounded to fit" in done.out.replace("\n", " ")) == (40 <= width < 120)
    assert ("Simonyan" in done.out) == (width >= 70)


def test_a_short_list_is_exact_in_a_narrow_terminal() -> None:
    assert "346,720" in call("list", "inception-reduced", "--width", "80").out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("ZFNET",), ["zfnet", "zfnet-as-printed"]),
        (("zfnet", "slide"), ["zfnet", "zfnet-as-printed"]),
        (("zfnet", "slide prints"), ["zfnet-as-printed"]),
        (("vgg16",), ["vgg16-fcn", "vgg-d", "torchvision/vgg16", "torchvision/vgg16_bn"]),  # an alias is found too
        (("ronneberger",), ["unet"]),
    ],
)
def test_all_words_must_match_name_title_or_source(words: tuple[str, ...], found: list[str]) -> None:
    assert names(call("list", *words)) == found


def test_nothing_found_is_an_empty_list() -> None:
    done = call("list", "vgg", "zisermann")
    assert (done.status, done.out) == (0, "")
    assert done.err == "cnncalc: no bundled network has `vgg` and `zisermann`\n  help: did you mean `zisserman`?\n"
    assert "alone shows all" in call("list", "qqqqqq").err
    assert json.loads(call("list", "qqqqqq", "--format", "json").out) == {"schema": "cnncalc.list/1", "networks": []}
    assert "\x1b" not in call("list", "\x1b[31m").err


def test_sorting_is_largest_first() -> None:
    assert names(call("list", "Simonyan", "column", "--sort", "params"))[:2] == ["vgg-e", "vgg-d"]
    assert names(call("list", "zfnet", "--sort", "macs")) == ["zfnet-as-printed", "zfnet"]
    by_macs = [one["macs"] for one in json.loads(call("list", "--sort", "macs", "-f", "json").out)["networks"]]
    assert by_macs == sorted(by_macs, reverse=True)


def test_csv_and_json_read_back_to_the_same() -> None:
    read = json.loads(call("list", "--format", "json").out)
    assert read["schema"] == "cnncalc.list/1"
    by_name = {one["name"]: one for one in read["networks"]}
    assert by_name["vgg-d"] == {
        "name": "vgg-d", "aliases": ["vgg16"], "title": "VGG-16 (configuration D)",
        "source": "Simonyan & Zisserman 2014, Table 1, column D; figures from CS231n and torchvision",
        "input": [3, 224, 224], "params": 138357544, "macs": 15470264320, "weight_layers": 16,
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(call("list", "--format", "csv").out, newline="")))
    assert [row["name"] for row in rows] == [one["name"] for one in read["networks"]]
    for row, one in zip(rows, read["networks"], strict=True):
        assert (row["title"], row["source"], row["aliases"].split()) == (one["title"], one["source"], one["aliases"])
        assert [int(row[key]) for key in ("params", "macs", "weight_layers")] == [
            one["params"],
            one["macs"],
            one["weight_layers"],
        ]
        channels, *spatial = one["input"]
        assert row["input"] == "x".join(map(str, [*spatial, channels]))


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"), (999, "999"), (1000, "1.00 K"), (1004, "1.00 K"), (1005, "1.01 K"), (61706, "61.7 K"), (99949, "99.9 K"),
        (99950, "100 K"), (999499, "999 K"), (999500, "1.00 M"), (138357544, "138 M"), (15470264320, "15.5 G"),
        (10**12, "1.00 T"), (10**21, "1.00e+21"),
    ],
)  # fmt: skip
def test_rounded_figures(count: int, text: str) -> None:
    assert human(count) == text


def test_looks() -> None:
    assert call("list", "--color", "always").out.startswith("\x1b[1mname")
    done = call("list", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "COLUMNS": "80"})
    assert done.out.isascii()
    assert "..." in done.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--format", "tabel"), "there is no format `tabel`\n  help: did you mean `table`?"),
        (("--sort", "size"), "there is no sort key `size`\n  help: one of name, params, macs"),
        (("--format", "x" * 500), f"there is no format `{'x' * 60}`\n"),
    ],
)
def test_bad_usage(arguments: tuple[str, ...], says: str) -> None:
    done = call("list", *arguments)
    assert (done.status, done.out) == (2, "")
    assert says in done.err


def test_no_file_is_read_and_nothing_heavy_is_loaded() -> None:
    code = "import sys; from cnncalc.__main__ import run; run(['list']); print(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = done.stderr.split()
    assert "cnncalc._listing" in modules
    assert not [
        name for name in modules if name.startswith(("yaml", "rich", "cnncalc.spec", "cnncalc.layers", "cnncalc.analysis"))
    ]
