"""The tab-separated text, read by splitting: what the CSV says, in fields that no tool takes for two or for none."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings

from cnncalc.analysis.report import Report
from cnncalc.render import Look, as_csv
from cnncalc.render.plain import render
from tests.render.reading import FIGURES, HOSTILE, NAMES, NETWORKS, layers, named, original, report


def rows(network: Report, look: Look = Look()) -> list[list[str]]:  # noqa: B008
    text = render(network, look)
    assert text.endswith("\n")
    return [line.split("\t") for line in text.removesuffix("\n").split("\n")]


@pytest.mark.parametrize("name", NETWORKS)
def test_every_row_is_the_json_reports(name: str) -> None:
    header, _, *found = rows(report(name))
    for cells, layer in zip(found, layers(name), strict=True):
        row = dict(zip(header, cells, strict=True))
        assert row["layer"] == layer["path"]
        for column, key in FIGURES.items():
            assert row[column] == ("-" if layer[key] is None else str(layer[key]))


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("look", [Look(), Look(depth=1), Look(sort="macs", top=3), Look(columns=("field", "layer"))])
def test_it_is_the_csv_with_tabs(name: str, look: Look) -> None:
    read = list(csv.reader(io.StringIO(as_csv.render(report(name), look))))
    assert rows(report(name), look) == [[cell or "-" for cell in record] for record in read]


def test_fields_stand_where_any_space_parts_them() -> None:
    text = render(report("googlenet"), Look())
    assert {len(line.split()) for line in text.splitlines()} == {len(text.splitlines()[0].split("\t"))}


def check_names(names: list[str]) -> None:
    network = named(names)
    header, _, *found = rows(network)
    assert {len(cells) for cells in found} == {len(header)}
    assert [original(cells[0]) for cells in found] == [row.path for row in network.rows]
    assert all(c.isprintable() for cells in found for cell in cells for c in cell)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_back(name: str) -> None:
    check_names([name])


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_any_names_come_back(one: str, other: str) -> None:
    check_names([one, other])
