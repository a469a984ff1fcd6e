"""The Markdown, rendered by markdown-it and read from its HTML: the JSON report's integers, and no name that is markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from cnncalc.analysis.report import Report
from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.render.markdown import render
from tests.render.reading import HOSTILE, NAMES, NETWORKS, Tables, named, number, report

KNOWN = "p strong br table thead tbody tr th td code ul li"


def read(network: Report, look: Look) -> Tables:
    """What a reader sees: where HTML in a name came through, the parser meets an element that we never write."""
    html = MarkdownIt("commonmark").enable("table").render(render(network, look))
    return Tables(html.replace("<br />", "<br>"), KNOWN)


def rows(network: Report, look: Look) -> list[dict[str, str]]:
    (table,) = read(network, look).tables
    return [dict(zip(look.columns, cells, strict=True)) for cells in table[1:]]


@pytest.mark.parametrize("name", NETWORKS)
def test_columns_with_arithmetic_hold_the_same_numbers(name: str) -> None:
    for row in rows(report(name), Look(columns=("memory", "activations", "params", "parameters"))):
        assert row["memory"] == row["activations"] == "-" or number(row["memory"]) == number(row["activations"])
        assert row["params"] == row["parameters"] == "-" or number(row["params"]) == number(row["parameters"])


def test_it_is_read_unrendered_too() -> None:
    lines = render(report("vgg16"), Look()).splitlines()
    assert (
        lines[0]
        == "**VGG-16 (configuration D)**, Simonyan \\& Zisserman 2014, Table 1, column D; figures from CS231n and torchvision\\"
    )
    assert lines[1] == "input 224x224x3, batch 1, float32, rounding strict"
    table = [line for line in lines if line.startswith("|")]
    assert len(set(map(len, table))) == 1
    assert re.match(r"\| `conv1_1`      \| conv    \| +224x224x64 \| +`224\*224\*64 = 3,211,264` \|", table[3])
    assert "- parameters: 138,357,544 (weights 138,344,128 + biases 13,416)" in lines


def test_cut_lines_are_counted() -> None:
    assert "\n(37 more lines)\n" in render(report("vgg16"), Look(top=1))


def test_the_totals_and_what_failed_are_said() -> None:
    assert "- totals: unknown (1 failed, 1 unknown because of that)" in render(report("failed"), Look())
    text = render(report("googlenet"), Look(depth=1))
    assert f"- with aux heads: {report('googlenet').totals.with_aux.params:,} parameters" in text


def check_names(names: list[str]) -> None:
    network = named(names)
    look = Look(columns=("layer", "block", "inputs", "shares", "parameters"))
    seen = read(network, look)
    found = [dict(zip(look.columns, cells, strict=True)) for cells in seen.tables[0][2:]]
    for row, wanted in zip(found, network.rows, strict=True):
        assert row["layer"] == printable(wanted.path) + (" (aux)" if wanted.aux else "")
        assert row["block"] == printable(wanted.block or "")
        assert row["inputs"] == printable(" ".join(wanted.inputs))
        assert row["shares"] == printable(wanted.shares or "")
        assert number(row["parameters"]) == wanted.cost.params
    told = " ".join("".join(seen.loose).split())
    assert told.startswith(" ".join(f"{printable(network.name).strip()}".split()))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text(name: str) -> None:
    check_names([name])


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_any_names_are_text(one: str, other: str) -> None:
    check_names([one, other])
