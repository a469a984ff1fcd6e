"""`cnncalc table` as its user has it."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from cnncalc.homework.tables import TABLES
from tests.cli.runner import call
from tests.schema.judge import validator


def test_the_list() -> None:
    done = call("table")
    assert done.status == 0
    assert [line.split()[0] for line in done.out.splitlines()[: len(TABLES)]] == list(TABLES)
    listed = json.loads(call("table", "-f", "json").out)
    assert (listed["schema"], [one["table"] for one in listed["tables"]]) == ("cnncalc.table/1", list(TABLES))


@pytest.mark.parametrize("name", TABLES)
def test_a_published_table_is_no_failure(name: str) -> None:
    done = call("table", name)
    assert (done.status, done.err) == (0, "")


@pytest.mark.parametrize("width", ["60", "80", "200"])
@pytest.mark.parametrize("name", ["googlenet", "vgg-configurations", "vgg16-listing"])
def test_no_line_is_wider_than_the_terminal(name: str, width: str) -> None:
    lines = call("table", name, env={"COLUMNS": width}).out.splitlines()
    assert max(map(len, lines)) <= int(width)
    assert "\x1b" not in "".join(lines)


def test_columns_that_are_exact_give_way() -> None:
    narrow, wide = call("table", "googlenet", "--width", "80").out, call("table", "googlenet", "--width", "80", "--wide").out
    assert "pool proj (--wide shows all)" in narrow
    assert "inception (3a)   159K ≈    163,696  128M ≈  128,049,152\n" in narrow
    assert "28x28x256 ✓" in wide
    assert "125 figures: 101 exact, 14 rounded, 10 do not reproduce" in narrow


def test_ascii() -> None:
    done = call("table", "vgg-parameters", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert "A           133 ~  132,863,336\n" in done.out


def test_json_csv_and_markdown_say_the_same() -> None:
    found = json.loads(call("table", "googlenet", "-f", "json").out)
    cells = [(row["label"], row["layer"], cell) for row in found["rows"] for cell in row["figures"]]
    records = list(csv.DictReader(StringIO(call("table", "googlenet", "-f", "csv").out)))
    assert [(one["label"], one["layer"], one["column"], one["verdict"]) for one in records] == [
        (label, layer, cell["column"], cell["verdict"]) for label, layer, cell in cells
    ]
    assert found["summary"] == {"exact": 101, "rounded": 14, "differs": 10, "unread": 0}
    by_place = {(layer, cell["column"]): cell for _, layer, cell in cells}
    assert by_place["inception_5b", "params"]["value"] == 1444080
    assert by_place["inception_5b", "output size"]["value"] == [7, 7, 1024]
    tokens = MarkdownIt("commonmark").enable("table").parse(call("table", "googlenet", "-f", "markdown").out)
    assert sum(token.type == "tr_open" for token in tokens) == 1 + len(found["rows"])
    assert sum(token.type == "list_item_open" for token in tokens) == 5 + 10  # ways of rounding, and what does not reproduce


@pytest.mark.parametrize("arguments", [(), *((name,) for name in TABLES), ("-", "--network", "alexnet")], ids=" ".join)
def test_json_is_what_its_schema_says(arguments: tuple[str, ...]) -> None:
    table = "layer,output,notation,parms\nconv1,55x55x97,conv11-96,1\nfc6,,x,2\nconv9,1,,\n"
    found = json.loads(call("table", *arguments, "-f", "json", stdin=table).out)
    assert [error.message for error in validator("table").iter_errors(found)] == []


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("layer,output,params,ops\nconv1,55x55x96,35K,105M\ntotal,1000,62.4M,1135M\n", "utf-8")
    assert call("table", str(table), "--network", "alexnet").status == 0
    table.write_text("layer,output,params\nconv1,55x55x96,36K\n", "utf-8")
    done = call("table", str(table), "--network", "alexnet")
    assert done.status == 1
    assert "✗ params: 36K printed; (11*11*3 + 1)*96 = 34,944 with the 96 biases = 34.94K" in done.out
    again = call("table", "-", "--network", "alexnet", stdin=table.read_text("utf-8"))
    assert again.out.splitlines()[1:] == done.out.splitlines()[1:]
    table.write_bytes("layer\toutput\tparams\r\nconv1\t55x55x96\t36K\r\n".encode("utf-16"))  # Excel's "Unicode text"
    assert call("table", str(table), "--network", "alexnet") == done
    out = tmp_path / "out.json"
    assert call("table", str(table), "--network", "alexnet", "-o", str(out)).status == 1
    assert json.loads(out.read_text("utf-8"))["schema"] == "cnncalc.table/1"


def test_a_network_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "net.cnn.yaml").write_text("input: 32x32x3\nlayers: [{conv: {filters: 10, kernel: 5, padding: 2}}]\n", "utf-8")
    table = "layer,output,params\nconv1,32x32x10,760\ntotal,,750\n"
    done = call("table", "-", "--network", str(tmp_path / "net.cnn.yaml"), stdin=table)
    assert (done.status, done.err) == (0, "")
    (tmp_path / "net.cnn.yaml").write_text("input: 32x32x3\nlayers: [{conv: {filters: 10, kernel: 50}}]\n", "utf-8")
    assert call("table", "-", "--network", str(tmp_path / "net.cnn.yaml"), stdin=table).status == 1


def test_what_is_wrong_is_told_at_its_place(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("layer,parms,output\nconv1,1,55x55x96\nconv9,2,3\n", "utf-8")
    done = call("table", str(table), "--network", "alexnet")
    assert done.status == 1
    assert f"error[K701]: there is no figure `parms`\n --> {table}:1:7\n" in done.err
    assert f"error[K702]: alexnet has no layer and no block `conv9`\n --> {table}:3:1\n" in done.err
    assert "did you mean `params`?" in done.err
    assert "conv1  55x55x96 ✓" in done.out  # the rest is judged


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gogglenet",), "cnncalc: there is no table `gogglenet`\n  help: did you mean `googlenet`?\n"),
        (("nothing.csv",), "cnncalc: there is no file nothing.csv\n"),
        (("--network", "vgg16"), "cnncalc: `--network` has no effect without a table\n"),
        (("totals", "--network", "vgg16"), "cnncalc: `--network` has no effect on totals\n"),
        (("googlenet", "-f", "html"), "cnncalc: there is no format `html`\n"),
        (("googlenet", "--network", "vgg61"), "cnncalc: there is no file and no bundled architecture `vgg61`\n"),
    ],
)
def test_requests_that_cannot_be(arguments: tuple[str, ...], said: str) -> None:
    done = call("table", *arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(said)


def test_nothing_of_a_table_reaches_the_terminal_as_it_is() -> None:
    table = "# title: \x1b[2Jt\n# network: alexnet\nname,layer,params\n\x1b[31mred,conv1,\u202e1\n\x07,conv2,x\x1b[0m\n"
    for format in ("text", "json", "csv", "markdown"):
        done = call("table", "-", "-f", format, stdin=table)
        assert done.status == 1
        assert not {"\x1b", "\u202e", "\x07"} & set(done.out + done.err), format


def test_a_published_table_against_another_network() -> None:
    done = call("table", "vgg16-listing", "--network", "vgg-e")
    assert done.status == 1
    assert "138M printed; 143,667,240" in done.out
