"""The bundled networks against the tables that lectures print (tests/data/lectures)."""

from __future__ import annotations

import csv

import pytest

from cnncalc.analysis.report import Report, Row
from cnncalc.api import load, loads
from cnncalc.tensor import Shape
from tests.architectures.reference import DATA, report_of, rows_named

#: Rows of a table that are several layers in the file: Table 1 of GoogLeNet prints the reduction in conv2's row.
PARTS = {"conv2": ("conv2_reduce", "conv2")}


def table(name: str) -> list[dict[str, str]]:
    with (DATA / "lectures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(report: Report, name: str) -> list[Row]:
    """The layers that a line of the table is about: a layer, a block, or a layer with its reduction."""
    parts = PARTS.get(name, (name,)) if report.architecture == "googlenet" else (name,)
    return [row for part in parts for row in rows_named(report, part)]


def printed(shape: Shape | None) -> str:
    """A vector and a 1x1 volume are the same line in the lectures."""
    return str(shape).removeprefix("1x1x")


@pytest.mark.parametrize(("name", "lines"), [("alexnet", 14), ("vgg16", 22), ("lenet5", 8), ("googlenet", 19)])
def test_shapes(name: str, lines: int) -> None:
    report = report_of(name)
    listed = table(name)
    assert len(listed) == lines
    for line in listed:
        shape = report.input if line["layer"] == "input" else rows_of(report, line["layer"])[-1].output
        assert printed(shape) == line["output"].removeprefix("1x1x"), line["layer"]


@pytest.mark.parametrize("name", ["alexnet", "lenet5"])
def test_parameters_of_every_layer(name: str) -> None:
    report = report_of(name)
    for line in table(name)[1:]:
        (row,) = rows_of(report, line["layer"])
        assert row.cost.params == int(line["params"]), line["layer"]
    assert report.totals.cost.params == sum(int(line["params"]) for line in table(name))


def test_vgg16_listing() -> None:
    """22 lines of memory and parameters, "not counting biases", and their sums."""
    report = report_of("vgg16")
    first, *lines = table("vgg16")
    assert report.totals.input_activations == int(first["memory"])
    for line in lines:
        (row,) = rows_of(report, line["layer"])
        assert row.cost.activations == int(line["memory"]), line["layer"]
        assert row.cost.weights == int(line["weights"]), line["layer"]
    counted = [row for row in report.rows if row.cost.activations]
    assert [row.path for row in counted] == [line["layer"] for line in lines]
    assert report.totals.activations == sum(int(line["memory"]) for line in table("vgg16")) == 15237608
    assert report.totals.cost.weights == sum(int(line["weights"]) for line in table("vgg16")) == 138344128


def test_vgg16_without_biases_is_the_lectures_total() -> None:
    report = load("vgg16").analyze(count_biases=False)
    assert report.totals.cost.params == 138344128
    assert report.totals.cost.biases == 0
    assert "add" not in report.totals.operations


def test_googlenet_modules() -> None:
    """Weights and multiply-adds of every row of Table 1, from the row's own filter counts."""
    report = report_of("googlenet")
    for line in table("googlenet"):
        rows = rows_of(report, line["layer"])
        assert sum(row.cost.weights for row in rows) == int(line["weights"]), line["layer"]
        assert sum(row.cost.macs for row in rows) == int(line["ops"]), line["layer"]
    assert report.totals.cost.weights == sum(int(line["weights"]) for line in table("googlenet"))
    assert report.totals.cost.macs == sum(int(line["ops"]) for line in table("googlenet"))


def test_googlenet_depth_column() -> None:
    report = report_of("googlenet")
    assert report.totals.weight_layers == sum(int(line["depth"]) for line in table("googlenet")) == 22


def test_googlenet_heads() -> None:
    """Two auxiliary classifiers, left out of the totals."""
    report = report_of("googlenet")
    heads = {head: sum(row.cost.params for row in report.rows if row.aux == head) for head in ("aux1", "aux2")}
    assert heads == {"aux1": 3188840, "aux2": 3190888}
    assert report.totals.cost.params == 6998552
    assert report.totals.with_aux.params == 13378280
    assert {row.inputs[0] for row in report.rows if row.path.endswith("classifier1/pool")} == {
        "inception_4a/concat1", "inception_4d/concat1",
    }  # fmt: skip


def test_googlenet_needs_floor_and_ceil() -> None:
    """(224 + 6 - 7)/2 + 1 = 112 1/2 and 3x3/2 pools on even sizes: without the words five layers are refused."""
    program_text = load("googlenet").program.text
    strict = loads(program_text.replace(", rounding: floor", "").replace(", rounding: ceil", "")).analyze(strict=False)
    failed = [row.path for row in strict.rows if row.error]
    assert failed == ["conv1"]  # what hangs on it is unknown
    only_conv1 = loads(program_text.replace(", rounding: ceil", "")).analyze(strict=False)
    assert [row.path for row in only_conv1.rows if row.error] == ["pool1"]
    assert {finding.code for finding in [*strict.findings, *only_conv1.findings]} == {"H302"}


def test_googlenets_pools_with_floor_and_padding() -> None:
    """The same sizes come from floor with padding 1, as the lecture notes."""
    text = load("googlenet").program.text.replace("stride: 2, rounding: ceil", "stride: 2, padding: 1, rounding: floor")
    padded = loads(text).analyze()
    assert padded.findings == ()
    assert [row.output for row in padded.rows] == [row.output for row in report_of("googlenet").rows]


@pytest.mark.parametrize(
    ("name", "depth"),
    [("alexnet", 8), ("lenet5", 5), ("vgg-a", 11), ("vgg-b", 13), ("vgg-c", 16), ("vgg-d", 16), ("vgg-e", 19), ("vgg16", 16),
     ("googlenet", 22), ("resnet18", 18), ("resnet34", 34), ("resnet50", 50), ("resnet101", 101), ("resnet152", 152),
     ("unet", 23), ("mobilenet-v1", 28), ("densenet121", 121)],
)  # fmt: skip
def test_depth_that_papers_print(name: str, depth: int) -> None:
    assert report_of(name).totals.weight_layers == depth


def test_resnets_of_table_1() -> None:
    """Parameters of the five published networks, and the sizes of their stages."""
    params = {18: 11689512, 34: 21797672, 50: 25557032, 101: 44549160, 152: 60192808}
    for depth, count in params.items():
        report = report_of(f"resnet{depth}")
        widest = 512 if depth < 50 else 2048
        ends = [rows_of(report, f"stage{stage}")[-1].output for stage in (1, 2, 3, 4)]
        assert ends == [Shape(widest >> 3 - i, (56 >> i, 56 >> i)) for i in range(4)]
        assert report.totals.cost.params == count


def test_alexnet_on_224_does_not_fit() -> None:
    """The paper's 224 leaves (224 - 11)/4 + 1 = 54 1/4: the listing's 227 is what fits."""
    report = load("alexnet").analyze(input="224x224x3", strict=False)
    assert [row.path for row in report.rows if row.error] == ["conv1"]
    assert "54 1/4" in report.findings[0].message


@pytest.mark.parametrize(("size", "scores"), [(224, 1), (256, 2), (384, 6), (448, 8)])
def test_vgg16_as_convolutions_runs_at_several_sizes(size: int, scores: int) -> None:
    """One set of weights, a map of scores; the network with fc layers has other weights at every size."""
    sides = f"{size}x{size}x3"
    report = load("vgg16-fcn").analyze(input=sides)
    assert report.rows[-1].output == Shape(1000, (scores, scores))
    assert report.totals.cost.params == 138357544
    dense = load("vgg16").analyze(input=sides).totals.cost.params
    assert dense - 138357544 == ((size // 32) ** 2 - 49) * 512 * 4096


def test_lenet5_of_the_paper() -> None:
    """The paper prints parameters and connections of each layer, and 340,908 and 60,000 in all."""
    report = report_of("lenet5-original")
    printed = {"c1": (156, 122304), "s2": (12, 5880), "c3": (1516, 151600), "s4": (32, 2000), "c5": (48120, 48120),
               "f6": (10164, 10164), "output": (0, 840)}  # fmt: skip
    layers = [row for row in report.rows if row.kind != "tanh"]
    assert {row.path: (row.cost.params, sum(row.operations.values())) for row in layers} == printed
    assert sum(connections for _, connections in printed.values()) == 340908
    assert report.totals.cost.params == 60000


def test_xception_has_36_convolutions() -> None:
    """A separable one is counted once, a shortcut's not at all."""
    rows = [row for row in report_of("xception").rows if row.kind == "conv" and "/shortcut/" not in row.path]
    assert len(rows) - sum(row.path.endswith("/pointwise") for row in rows) == 36
    assert report_of("xception").totals.cost.params == 22910480 - 54528
