"""The printed table, read again: its columns add up to the printed totals."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cnncalc._index import NAMES
from cnncalc.analysis.report import Report
from cnncalc.api import load, loads
from cnncalc.render import Look
from cnncalc.render.columns import COLUMNS
from cnncalc.render.table import LAYOUTS, render
from cnncalc.render.totals import render_totals


def printed(report: Report, **look: Any) -> str:
    return render(report, Look(**look))


def body(text: str) -> list[list[str]]:
    """The cells of the table's lines, split at two spaces or more."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if set(line) == {"─"}) + 1
    end = next(number for number, line in enumerate(lines) if number >= start and not line.strip())
    return [re.split(r" {2,}", line.strip()) for line in lines[start:end] if not line.startswith("(")]


def number(cell: str) -> int:
    """The last number of a cell: its value behind any arithmetic."""
    return int(cell.rsplit("= ", 1)[-1].replace(",", ""))


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize("depth", [None, 1, 2])
def test_columns_add_up_to_the_totals(name: str, depth: int | None) -> None:
    report = load(name).analyze()
    cells = body(printed(report, columns=("layer", "memory", "params", "macs"), depth=depth))
    main = [line for line in cells if not line[0].endswith("(aux)")]
    totals = report.totals
    assert sum(number(line[1]) for line in main) == totals.activations
    assert sum(number(line[2]) for line in main) == totals.cost.params
    assert sum(number(line[3]) for line in main) == totals.cost.macs
    assert sum(number(line[2]) for line in cells) == totals.with_aux.params
    assert sum(number(line[3]) for line in cells) == totals.with_aux.macs


def test_the_arithmetic_of_every_cell_is_true() -> None:
    cells = body(printed(load("googlenet").analyze(), columns=("layer", "memory", "params")))
    checked = 0
    for line in cells:
        for cell in line[1:]:
            if " = " in cell:
                left, right = cell.split(" = ")
                assert eval(left) == number(right), cell
                checked += 1
    assert checked > 150


def test_shares_are_of_the_network_without_side_heads() -> None:
    report = load("vgg16").analyze()
    text = printed(report, columns=("layer", "params%"))
    assert "74%" in next(line for line in text.splitlines() if line.startswith("fc6 "))


@pytest.mark.parametrize("width", range(30, 200, 7))
def test_every_width_is_kept(width: int) -> None:
    text = printed(load("googlenet").analyze(), width=width)
    assert max(map(len, text.splitlines())) <= width


def test_layouts_name_columns() -> None:
    assert {name for layout in LAYOUTS for name in layout} - {"memory|", "params|"} <= set(COLUMNS)
    assert not [name for name in COLUMNS if not name.rstrip("%").isalpha()]


def test_expectations_and_budgets_are_shown() -> None:
    text = """input: 8x8x1
layers:
  - conv: {filters: 4, kernel: 3}
expect: {params: 41, output: 6x6x4, layers: {conv1: {params: 40}, conv9: {params: 1}}}
budget: {params: 30, weights: 1 kB}
"""
    lines = render_totals(loads(text).analyze())
    assert "expect: NO params 41, found 40" in lines
    assert "expect: NO conv9 params 1, there is no such layer" in lines
    assert "budget: NO params 30: 40 of 30 (133.3%)" in lines
    assert "budget: ok weights 1 kB: 160 of 1,000 (16.0%)" in lines
    assert not any("conv1" in line for line in lines if line.startswith("expect"))


def test_a_failed_network_has_no_totals() -> None:
    report = loads("input: 7x7x3\nlayers:\n  - conv: {filters: 8, kernel: 3, stride: 3}\n  - relu\n").analyze(strict=False)
    text = printed(report)
    assert "error H302" in text
    assert "unknown" in text
    assert "totals: unknown (1 failed, 1 unknown because of that)" in text
    assert not re.search(r"\d%", text)  # shares of a whole that nobody knows


def test_names_that_look_like_markup_are_text() -> None:
    report = loads('input: 4x4x1\nlayers:\n  - relu:\n    name: "[/bold] [batch, 3]"\n').analyze()
    assert "[/bold] [batch, 3]" in printed(report)
