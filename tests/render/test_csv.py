"""The CSV, read by the csv module: the JSON report's integers, sums that are the totals, names that come back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings

from cnncalc.analysis.report import Report
from cnncalc.render import Look
from cnncalc.render.as_csv import render
from cnncalc.render.columns import COLUMNS, RECORD
from tests.render.reading import FIGURES, HOSTILE, NAMES, NETWORKS, layers, named, original, report, volume


def rows(network: Report, **look: Any) -> list[dict[str, str]]:
    text = render(network, Look(**look))
    assert text.endswith("\n")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("name", NETWORKS)
def test_every_row_is_the_json_reports(name: str) -> None:
    found = rows(report(name))
    assert list(found[0]) == list(RECORD)
    assert [row["layer"] for row in found] == ["input", *(layer["path"] for layer in layers(name))]
    for row, layer in zip(found[1:], layers(name), strict=True):
        assert row["kind"] == layer["kind"]
        assert row["block"] == (layer["block"] or "")
        assert bool(row["aux"]) is layer["aux"]
        assert row["inputs"].split(";") == layer["inputs"]
        assert row["input"] == ";".join(volume(dims) if dims else "?" for dims in layer["input_shapes"])
        assert row["shares"] == layer.get("shares", "")
        assert row["error"] == layer.get("error", "unknown" if layer.get("unknown") else "")
        known = layer["output_shape"] is not None
        assert row["output"] == (volume(layer["output_shape"]) if known else "")
        assert row["unread"] == ("x".join(map(str, layer["unread"])) if known else "")
        assert {column: row[column] for column in FIGURES} == {
            column: str(layer[key]) if known else "" for column, key in FIGURES.items()
        }


@pytest.mark.parametrize("name", ["vgg16", "googlenet", "resnet50", "shared"])
@pytest.mark.parametrize("depth", [None, 0, 1])
def test_columns_add_up_to_the_totals(name: str, depth: int | None) -> None:
    network = report(name)
    found = rows(network, depth=depth)
    main = [row for row in found if not row["aux"]]
    totals = network.totals
    for column in ("params", "weights", "biases", "buffers", "macs"):
        assert sum(int(row[column]) for row in main) == getattr(totals.cost, column)
        assert sum(int(row[column]) for row in found) == getattr(totals.with_aux, column)
    assert sum(int(row["activations"]) for row in main) == totals.activations
    assert sum(int(row["kept"]) for row in main) == totals.cost.kept_bytes
    assert sum(int(row["layers"]) for row in found) == len(network.rows)


def test_the_first_row_is_the_input() -> None:
    first = rows(report("vgg16"))[0]
    assert (first["layer"], first["kind"], first["output"], first["activations"]) == ("input", "input", "224x224x3", "150528")
    assert (first["params"], first["macs"], first["kept"]) == ("0", "0", "0")


def test_columns_sort_and_top_choose() -> None:
    found = rows(report("vgg16"), columns=("params", "layer", "params%"), sort="params", top=2)
    assert [list(row.values()) for row in found] == [["102764544", "fc6", "74.27"], ["16781312", "fc7", "12.13"]]


@pytest.mark.parametrize("name", ["vgg16", "googlenet"])
def test_shares_are_of_the_network_without_side_heads(name: str) -> None:
    totals = report(name).totals
    for row in rows(report(name), columns=("aux", "activations", "memory%", "params", "params%", "macs", "macs%")):
        for figure, share, whole in (
            ("activations", "memory%", totals.activations),
            ("params", "params%", totals.cost.params),
            ("macs", "macs%", totals.cost.macs),
        ):
            assert row[share] == ("" if row["aux"] else f"{100 * int(row[figure]) / whole:.2f}")


@pytest.mark.parametrize("name", list(COLUMNS))
def test_every_column_has_a_heading_of_its_own_name(name: str) -> None:
    text = render(report("googlenet"), Look(columns=(name,)))
    assert text.splitlines()[0] == name
    assert len(list(csv.reader(io.StringIO(text)))) == len(report("googlenet").rows) + 2


def check_names(names: list[str]) -> None:
    network = named(names)
    text = render(network, Look())
    assert all(c.isprintable() for c in text.replace("\n", ""))
    found = rows(network)[1:]
    assert [original(row["layer"]) for row in found] == [row.path for row in network.rows]
    assert [original(row["block"]) for row in found] == [row.block for row in network.rows]
    assert [tuple(map(original, row["inputs"].split(";"))) for row in found] == [row.inputs for row in network.rows]
    for row in found:
        assert not [cell for cell in row.values() if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_back(name: str) -> None:
    check_names([name])


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_any_names_come_back(one: str, other: str) -> None:
    check_names([one, other])


def test_a_formula_is_none() -> None:
    text = render(named(["=cmd|'/C calc'!A0"]), Look(columns=("layer",)))
    assert text.splitlines()[2] == "\\x3dcmd|'/C calc'!A0"
