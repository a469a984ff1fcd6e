"""The HTML, read by html.parser and as XML: the JSON report's integers, and no name that is markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from cnncalc.analysis.report import Report
from cnncalc.api import loads
from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.render.html import html_of, render
from tests.render.reading import HOSTILE, NAMES, Tables, named, report

KNOWN = "div style table caption strong small thead tbody tr th td bdi p ul li"


def read(text: str) -> Tables:
    ElementTree.fromstring(text)  # every element closed, every attribute quoted, no character that XML has not
    return Tables(text, KNOWN)


def rows(network: Report, look: Look) -> list[dict[str, str]]:
    table = read(render(network, look)).tables[0]
    return [dict(zip(look.columns, cells, strict=True)) for cells in table[1:]]


def test_nothing_is_loaded_and_nothing_runs() -> None:
    text = html_of(report("googlenet"))
    assert not re.search(r"url\(|@import|https?:|<script|<link|<img|\son\w+=", text)


def test_the_style_reaches_only_the_fragment() -> None:
    style = re.search(r"<style>(.*?)</style>", html_of(report("vgg16")), re.DOTALL)
    assert style
    selectors = [part.strip() for rule in style[1].split("}") if "{" in rule for part in rule.split("{")[0].split(",")]
    assert len(selectors) > 10
    assert all(selector.startswith(".cnncalc") for selector in selectors)
    assert "color: inherit" in style[1]
    assert not re.search(r"(?<!-)color: (black|white|#000|#fff)|background: (#|white|black)", style[1])


def test_totals_heads_and_shares() -> None:
    seen = read(html_of(report("googlenet")))
    totals = {cells[0]: cells[1] for cells in seen.tables[1]}
    assert totals["parameters"].startswith(f"{report('googlenet').totals.cost.params:,} ")
    assert seen.classes.count("aux") == sum(row.aux is not None for row in report("googlenet").rows)
    assert 'style="background-size: 74% 100%" title="74%">(7*7*512 + 1)*4096 = 102,764,544<' in html_of(report("vgg16"))


def test_what_failed_is_marked_and_told() -> None:
    text = html_of(report("failed"))
    seen = read(text)
    assert seen.classes.count("error") == 1
    assert "unknown (1 failed, 1 unknown because of that)" in seen.tables[1][0]
    assert any("error[H302], line 5: height and width: the windows do not fit" in said for said in seen.loose)
    assert "background-size: " not in text.split("</style>")[1]


def test_a_text_that_the_finding_quotes_is_escaped() -> None:
    network = loads('input: 8x8x3\nlayers:\n  - relu:\n    name: "<b>\\u202e"\n  - conv: {filters: 1, "<i>": 2, kernel: 3}\n')
    assert any("<i>" in said for said in read(html_of(network.calculate())).loose)


def test_where_the_encoding_is_ascii_it_is_too() -> None:
    network = named(["é中\U0001f9ff"])
    text = render(network, Look(ascii_only=True))
    assert text.isascii()
    assert read(text).tables == read(render(network, Look())).tables


def check_names(names: list[str]) -> None:
    network = named(names)
    look = Look(columns=("layer", "block", "inputs", "aux", "shares", "params"))
    for row, wanted in zip(rows(network, look)[1:], network.rows, strict=True):
        assert row["layer"] == printable(wanted.path) + (" (aux)" if wanted.aux else "")
        assert row["block"] == printable(wanted.block or "")
        assert row["inputs"] == printable(" ".join(wanted.inputs))
        assert row["aux"] == printable(wanted.aux or "")
        assert row["params"].endswith(f"{wanted.cost.params:,}") or wanted.shares


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text(name: str) -> None:
    check_names([name])


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_any_names_are_text(one: str, other: str) -> None:
    check_names([one, other])
