"""The published tables against what lecture decks print of them (tests/data/lectures/claims.yaml), and tables of one's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from cnncalc.api import load, loads
from cnncalc.diagnostics import CnnCalcError
from cnncalc.homework.tables import FORMATS, TABLES, text_of
from cnncalc.homework.tables.judge import Judged, judge
from cnncalc.homework.tables.source import read_table
from cnncalc.homework.tables.verdict import STATUSES, Verdict
from cnncalc.report import Report

FOLDER = Path(__file__).parent.parent.parent / "cnncalc" / "homework" / "tables"
CLAIMS: list[dict[str, Any]] = [
    claim
    for claim in yaml.safe_load((Path(__file__).parent.parent / "data" / "lectures" / "claims.yaml").read_text("utf-8"))
    if claim["id"].startswith(("googlenet-", "vgg-", "vgg16-", "alexnet-", "resnet-"))
]
VERDICTS = {"exact": "exact", "rounded": "rounded", "erratum": "differs"}
#: Claims whose place in a table their data do not say: table, layer or network, column.
PLACES = {
    "alexnet-conv1-params": ("alexnet", "conv1", "params"),
    "alexnet-60M": ("totals", "alexnet-grouped", "params"),
    "vgg-140M": ("totals", "vgg16", "params"),
    "googlenet-conv1-shape": ("googlenet", "conv1", "output size"),
    "googlenet-avgpool": ("googlenet", "pool5", "output size"),
    "googlenet-22-layers": ("totals", "googlenet", "weight layers"),
    "googlenet-5M-001": ("totals", "googlenet", "params"),
    "googlenet-5M-004": ("totals", "googlenet", "params"),
    "vgg16-mem-total": ("vgg16-listing", "total", "memory"),
    "vgg16-params-total": ("vgg16-listing", "total", "params"),
    "resnet-34-depth": ("totals", "resnet34", "weight layers"),
    "resnet-152-depth-001": ("totals", "resnet152", "weight layers"),
    "resnet-152-depth-004": ("totals", "resnet152", "weight layers"),
}
#: Claims that are in no table, and why.
APART = {
    "alexnet-64-filters": "of another network, the one-GPU AlexNet",
    "vgg-table-ocr": "of the text that a deck's Table 1 was read into; see test_a_lost_cell_of_table_1",
    "vgg16-mem-bwd": "a rule of thumb",
    "vgg16-most-memory": "a share",
    "vgg16-most-params": "a share",
    "googlenet-no-fc": "words",
    "googlenet-12x": "a ratio of two networks",
    "googlenet-2x": "a ratio of two networks",
    "googlenet-shapes-004": "the whole column; see test_the_whole_column_of_sizes",
    "resnet-variants": "a range of names",
}


@cache
def report(name: str) -> Report:
    return load(name).analyze()


@cache
def published(name: str) -> Judged:
    return judge(name, read_table(text_of(name), name), None, report)


def own(text: str, network: str | None = "alexnet") -> Judged:
    return judge("own", read_table(text, "own.csv"), report(network) if network else None, report)


def verdict(judged: Judged, key: str, column: str) -> Verdict:
    """The one figure of a line, found by its layer or its network."""
    table = judged.table
    at = [one.name for one in table.columns].index(column)
    (row,) = [
        row
        for line, row in zip(table.lines, judged.rows, strict=True)
        if key == (line.network.text if line.network else line.layer.text)
    ]
    found = row[at]
    assert found is not None
    return found


def place(claim: dict[str, Any]) -> tuple[str, str, str]:
    """Where a claim stands in the tables, from its data."""
    name, setup = claim["id"], claim["setup"]
    if name in PLACES:
        return PLACES[name]
    if name.startswith("googlenet-"):
        layer = setup.get("module", setup.get("layer", "")).replace(" (", "_").rstrip(")")
        layer = {"conv2": "conv2_reduce + conv2", "max pool": name.split("-")[1]}.get(layer, layer)
        return "googlenet", layer, setup.get("column", "output size")
    if name.startswith("vgg-table2-"):
        return "vgg-parameters", f"vgg-{name.removeprefix('vgg-table2-').lower()}", "params (M)"
    if name.startswith("vgg-layers-"):
        return "vgg-configurations", "total", name.removeprefix("vgg-layers-")
    if name.startswith("vgg16-"):
        _, figure, number, *_ = name.split("-")
        line = published("vgg16-listing").table.lines[int(number)]
        return "vgg16-listing", line.layer.text, {"mem": "memory"}.get(figure, figure)
    return "alexnet", setup["layer"], "output"


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim["id"] not in APART], ids=lambda claim: claim["id"])
def test_verdicts_are_those_of_the_claims(claim: dict[str, Any]) -> None:
    found = verdict(published(place(claim)[0]), *place(claim)[1:])
    assert found.printed in str(claim["claim"]) or f"{found.printed}M" in str(claim["claim"])
    assert found.status == VERDICTS[claim["verdict"].split()[0]], (found, claim["verdict"])
    if isinstance(claim["exact"], dict) and found.status == "differs" and "K1024" in claim["exact"]:
        for value in claim["exact"]["K1024"]:
            assert f"{value:,.2f}".rstrip("0").rstrip(".") + "K" in found.reasons[0]


def test_every_claim_has_its_place_or_a_reason() -> None:
    assert len(CLAIMS) > 125
    assert set(APART) <= {claim["id"] for claim in CLAIMS}
    assert {place(claim)[0] for claim in CLAIMS if claim["id"] not in APART} == set(TABLES) - {"resnet"}


def test_the_whole_column_of_sizes() -> None:
    (claim,) = [claim for claim in CLAIMS if claim["id"] == "googlenet-shapes-004"]
    judged = published("googlenet")
    sizes = [row[1] for row in judged.rows]
    assert all(size is not None and size.status == "exact" for size in sizes)
    assert set(claim["exact"]) <= {size.printed for size in sizes if size is not None}


def test_what_does_not_reproduce() -> None:
    """Each erratum, and nothing else."""
    found = {
        (name, line.layer.text if line.network is None else line.network.text, column.name)
        for name in TABLES
        for line, row in zip(published(name).table.lines, published(name).rows, strict=True)
        for column, one in zip(published(name).table.columns, row, strict=True)
        if one is not None and one.status not in ("exact", "rounded")
    }
    errata = {place(claim) for claim in CLAIMS if claim["id"] not in APART and claim["verdict"].startswith("erratum")}
    assert found == errata | {("resnet", f"resnet{depth}", "FLOPs (G)") for depth in (50, 101, 152)}
    assert not any(published(name).table.findings for name in TABLES)


@pytest.mark.parametrize(
    ("layer", "column", "said"),
    [
        # 118.5M / (14*14) = 604,591.8; / 1024 = 590.42
        ("inception_4d", "params", "the line's 119M ops need at least 604,592 weights at 14*14 places = 590.42K (K = 1024)"),
        ("inception_4e", "params", "the line's 170M ops need at least 864,796 weights at 14*14 places = 844.53K (K = 1024)"),
        ("inception_5b", "params", "the line's 71M ops need at least 1,438,776 weights at 7*7 places = 1,405.05K (K = 1024)"),
        ("inception_4c", "params", "the line's 100M ops need at least 507,654 weights at 14*14 places = 495.76K (K = 1024)"),
        ("inception_5a", "params", "928 arriving channels would give both: 1,097,728 weights = 1,072K (K = 1024), "
         "53,788,672 multiply-adds; 832 arrive"),
        ("conv1", "params", "the line's 34M ops agree with it: at 112*112 places they are 2,671 to 2,790 weights"),
    ],
)  # fmt: skip
def test_the_other_column_is_asked(layer: str, column: str, said: str) -> None:
    assert said in verdict(published("googlenet"), layer, column).reasons


def test_a_column_that_does_not_contradict_is_silent() -> None:
    """73M is 72.5M to 74M, 369,898 to 377,551 weights; 364K of 1024 is among them."""
    assert not any("the line's" in reason for reason in verdict(published("googlenet"), "inception_4a", "params").reasons)


def test_the_total_of_the_listing() -> None:
    reasons = verdict(published("vgg16-listing"), "total", "memory").reasons
    assert reasons[0].endswith("15,237,608 values * 4 bytes = 60.95 MB = 58.13 MiB")
    assert reasons[1] == "the other lines add up to 15,184,192 as they are printed"
    inputs = sum(row.input_shapes[0].elements for row in report("vgg16") if row.kind == "conv" and row.input_shapes[0])
    assert f"{report('vgg16').totals.activations + inputs:,}" == "24,319,464"
    assert "24,319,464 values" in reasons[2]


def test_the_notes_of_googlenet() -> None:
    assert 7 * 7 * 3 * 8 + 24 * 64 == 2712
    text = load("googlenet").program.text.replace("n3x3: 208", "n3x3: 204").split("expect:")[0]
    changed = loads(text).analyze()
    four_a, four_b = changed.member("inception_4a"), changed.member("inception_4b")
    assert four_a is not None
    assert four_b is not None
    assert (four_a[1].params, four_b[1].weights) == (372716, 447072)
    for layer, number in (("conv1", "2,712"), ("inception_4a", "372,716"), ("inception_4b", "447,072")):
        assert number in verdict(published("googlenet"), layer, "params").reasons[-1]


@pytest.mark.parametrize("depth", [50, 101, 152])
def test_the_notes_of_resnet(depth: int) -> None:
    """The paper's stride, in the first 1x1 of a bottleneck."""
    first, middle = (
        "kernel: 1, activation",
        "kernel: 3, stride: $stride, padding: 1, activation: relu}\n          - conv: {filters: $(4",
    )
    text = load("resnet50").program.text
    at = text.index("  bottleneck:")
    text = text[:at] + text[at:].replace(first, "kernel: 1, stride: $stride, activation", 1).replace(
        middle, middle.replace(", stride: $stride", ""), 1
    )
    macs = loads(text, variant=f"resnet{depth}").analyze(strict=False).totals.cost.macs
    assert f"{macs:,} multiply-adds" in verdict(published("resnet"), f"resnet{depth}", "FLOPs (G)").reasons[-1]


@pytest.mark.parametrize(
    ("lost", "column"), [("conv3_3,,,,conv1-256", "C"), ("conv3_2,conv3-256", "A"), ("conv3_3,,,,conv1-256,conv3-256", "D")]
)
def test_a_lost_cell_of_table_1(lost: str, column: str) -> None:
    """A cell that the network has and the table has not, which a text read from a picture may have lost."""
    layer, *cells = lost.split(",")
    text = text_of("vgg-configurations")
    assert lost in text
    judged = own(text.replace(lost, ",".join([layer, *cells[:-1], ""])), None)
    found = verdict(judged, layer, column)
    assert (found.status, found.reasons) == ("differs", (f"nothing printed; it is {cells[-1]}",))
    assert judged.count("differs") == 1


OWN = """layer,output,#Params,FLOPs (M),memory,rf,Depth
input,227x227x3,0,0,154587,,
Conv-1,96x55x55,34.9K,210.8,290400,11,96
pool1,27x27,0,0,0.28 MB,19,96
conv2,(27 x 27 x 256),"614,400",447.9,,51x51,256
fc6,1x1x4096,37.7M,,16 KiB,,4096
total,1000,62.4M,1135,4.2 MB,,8
"""


def test_a_table_of_ones_own() -> None:
    judged = own(OWN)
    assert judged.reproduces
    assert judged.count("differs") == judged.count("unread") == 0
    assert verdict(judged, "Conv-1", "output").words == "channels first"
    assert verdict(judged, "pool1", "output").words == "height and width alone"
    assert verdict(judged, "Conv-1", "FLOPs (M)").words.endswith("FLOPs, 2 x multiply-adds")  # 2 * 105,415,200
    assert verdict(judged, "conv2", "FLOPs (M)").words.endswith("multiply-adds")  # 447,897,600
    assert verdict(judged, "conv2", "#Params") == Verdict("614,400", "exact", 614400, "without biases")  # type: ignore[arg-type]
    assert verdict(judged, "fc6", "memory") == Verdict("16 KiB", "exact", 4096)  # type: ignore[arg-type]
    assert verdict(judged, "pool1", "memory").status == "rounded"  # 69,984 * 4 = 279,936
    assert verdict(judged, "total", "Depth").words == "weight layers"
    assert verdict(judged, "conv2", "Depth").words == "channels"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("conv1,55x55x69,,", "55x55x69 printed; it is 55x55x96: (227 + 2*0 - 11)/4 + 1 = 55"),
        ("conv1,,34945,", "34945 printed; (11*11*3 + 1)*96 = 34,944 with the 96 biases, 11*11*3*96 = 34,848 without biases"),
        ("conv1,,36K,", "36K printed; (11*11*3 + 1)*96 = 34,944 with the 96 biases = 34.94K, "
         "11*11*3*96 = 34,848 without biases = 34.85K (K = 1000)"),
        ("conv1,,,3x3", "3x3 printed; it is 11x11"),
        ("fc6,,,3x3", "3x3 printed; there is no kernel of `fc6`"),
    ],
)  # fmt: skip
def test_the_arithmetic_of_a_wrong_figure(line: str, said: str) -> None:
    judged = own(f"layer,output,params,kernel\n{line}\n")
    (found,) = [one for one in judged.rows[0] if one is not None]
    assert (found.status, found.reasons) == ("differs", (said,))
    assert not judged.reproduces


def test_what_cannot_be_read_is_not_wrong() -> None:
    judged = own("layer,params\nconv1,many\nconv2,1e999999\n")
    assert [row[0].status for row in judged.rows if row[0]] == ["unread", "unread"]
    assert not judged.reproduces


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("layer,outptu,params\nconv1,1,34944\n", [("K701", 1, 7)]),
        ("layer,outptu" + " " * 300_000 + "x,params\nconv1,1,34944\n", [("K701", 1, 7)]),
        ("# column params: param of conv1\nlayer,params,ops\nconv1,1,\n", [("K701", 2, 7)]),
        ("layer;params\nconv1;34944\nconv9;1\n\"co\nnv\";2\n", [("K702", 3, 1), ("K702", 4, 1)]),
        ("# network: alexnot\nlayer\tparams\nconv1\t34944\n", [("K702", 1, 1)]),
        ("network,params\nvgg16,138M\n/etc/passwd,3\n./net.cnn.yaml,3\n", [("K702", 3, 1), ("K702", 4, 1)]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told_at_its_place(text: str, findings: list[tuple[str, int, int]]) -> None:
    judged = own(text, None if "network" in text else "alexnet")
    told = [(finding.code, finding.span.line, finding.span.column) for finding in judged.table.findings if finding.span]
    assert told == findings
    assert not judged.reproduces


@pytest.mark.parametrize(
    "text",
    ["", "\n", "layer\nconv1\n", "layer,params\n", "layer,name\nconv1,x\n", "layer" + ",params" * 64 + "\nconv1,1\n",
     "layer,params\nconv1,34,944\n", 'layer,params\n"conv1,34944\n', "layer,params\nconv1\nconv2,\n",
     "layer,params\n" + "conv1,1\n" * 8193, "layer,what\nconv1,1\n", "# layout: wch\nlayer,params\nconv1,1\n"],
)  # fmt: skip
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(CnnCalcError) as caught:
        own(text)
    assert [finding.code for finding in caught.value.findings] == ["K701" if "what" in text else "K703"]


def test_a_table_without_a_network_is_refused() -> None:
    with pytest.raises(CnnCalcError) as caught:
        own("layer,params\nconv1,34944\n", None)
    assert caught.value.findings[0].message == "the table names no network"


def test_quotes_delimiters_and_places() -> None:
    judged = own('layer;output;params\r\n"conv1" ; "55x55x96";"34,944"\r\n\r\n conv2;"27x27x256";x\r\n')
    assert [line.layer.text for line in judged.table.lines] == ["conv1", "conv2"]
    assert judged.table.lines[1].layer.span[:2] == (4, 1)
    assert [one.status for row in judged.rows for one in row if one] == ["exact", "exact", "exact", "unread"]


def test_a_column_may_name_a_layer_inside() -> None:
    text = "# network: googlenet\n# column a: channels of 1x1/conv | conv1\n# column b: params of pool/project\nlayer,a,b\n"
    judged = own(text + "inception_3a,64,6176\nconv1,64,\ninception_3b,65,\n", None)
    assert [[one.status if one else "" for one in row] for row in judged.rows] == [
        ["exact", "exact"],
        ["exact", ""],
        ["differs", ""],
    ]


def test_tables_and_folder_are_the_same() -> None:
    assert {path.name for path in FOLDER.glob("*.csv")} == set(TABLES.values())
    assert {f"cnncalc.homework.tables.{path.stem}" for path in FOLDER.glob("as_*.py")} == set(FORMATS.values())
    assert {one.status for name in TABLES for row in published(name).rows for one in row if one} <= set(STATUSES)


@pytest.mark.parametrize("name", TABLES)
def test_every_note_and_column_is_used(name: str) -> None:
    """A slip in a `# note` or `# column` line would be a comment that says nothing."""
    judged = published(name)
    text = text_of(name)
    said = [reason for row in judged.rows for one in row if one for reason in one.reasons]
    assert text.count("# note ") == len(judged.table.notes) == sum(note in said for note in judged.table.notes.values())
    header = next(line for line in text.splitlines() if not line.startswith("# ")).split(",")
    assert [
        line.split("# column ")[1].split(": ")[0] in header for line in text.splitlines() if line.startswith("# column ")
    ].count(False) == 0
    assert judged.table.title
    assert judged.table.source
