"""docs/errata.md: every erratum of the claims is in it, and its commands show the figures that it states."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architectures.claims import claims
from tests.cli.runner import call

PAGE = Path(__file__).parent.parent.parent / "docs" / "errata.md"

#: Errata about values, which are no part of the claims about networks.
BY_HAND = {"conv2d-garbled-filter", "padding-figure-values", "backprop-matmul-y"}

#: A command that is to be refused -> what the refusal says.
REFUSED = {"cnncalc conv 32x32x3 --filters 10 --kernel 5 --stride 2": "14 1/2"}

#: Rows whose verdict is no figure.
WITHOUT_FIGURES = {"settings-F5-S2-001", "pool-hyperparameters"}

#: A row and a figure that is not on the screen -> those that are, and what must hold of them.
DERIVED: dict[tuple[str, str], tuple[tuple[str, ...], Callable[..., bool]]] = {
    ("slip-four-on-each-side", "36"): (("32", "2"), lambda size, padding: size + 2 * padding == 36),
    ("ex-10x5x5-params-750", "760"): (("750", "10"), lambda weights, biases: weights + biases == 760),
    ("googlenet-12x", "8.7"): (("60,965,224", "6,998,552"), lambda theirs, ours: round(theirs / ours, 1) == 8.7),
    ("jacobian-256GB-dw", "16 TiB"): (
        ("16,777,216", "64", "4096"),
        lambda weights, images, outputs: 4 * weights * images * outputs == 16 * 2**40,
    ),
}


class Erratum(NamedTuple):
    """One row of the page."""

    ids: list[str]
    printed: str
    so: str
    why: str
    commands: list[str]


def rows() -> list[Erratum]:
    cells = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    return [
        Erratum(re.findall(r"`([^`]+)`", row[0]), row[1], row[2], row[3], re.findall(r"`(cnncalc [^`]+)`", row[-1]))
        for row in cells
    ]


def test_every_erratum_is_told() -> None:
    told = [id for row in rows() for id in row.ids]
    assert len(told) == len(set(told))
    assert set(told) - BY_HAND == {claim.id for claim in claims() if claim.verdict.startswith("erratum")}
    assert set(told) >= BY_HAND


def test_every_row_shows_a_command() -> None:
    assert {id for row in rows() if not row.commands for id in row.ids} == BY_HAND


@pytest.mark.parametrize("row", [row for row in rows() if row.commands], ids=lambda row: row.ids[0])
def test_commands_show_what_is_so(row: Erratum) -> None:
    """Every figure of the row's verdict is on the screen, or comes from figures that are."""
    shown = ""
    for command in row.commands:
        done = call(*command.split()[1:])
        assert done.status == (1 if command in REFUSED else 0), done.err
        assert REFUSED.get(command, "") in done.err
        shown += done.out
    figures = figures_of(row.so)
    assert bool(figures) != (row.ids[0] in WITHOUT_FIGURES)
    for figure in figures:
        sources, holds = DERIVED.get((row.ids[0], figure), ((figure,), None))
        for source in sources:
            assert re.search(rf"(?<![\d.,x]){re.escape(source)}(?!\d|[.,]\d)", shown), source
        if holds:
            assert holds(*(int(source.replace(",", "")) for source in sources)), figure


def figures_of(text: str) -> list[str]:
    """Counts, shapes and sizes with their unit; a product behind `=` is worked out and left out."""
    text = text.replace("\\*", "*")
    product = r" = ([\d.]+)\*(\d+)"
    for count, one, other in re.findall(rf"([\d,]+){product}", text):
        assert int(count.replace(",", "")) == Fraction(one) * int(other), text
    return re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?(?:x\d+)*(?: [KMGT]?i?B\b)?", re.sub(product, "", text))


def test_every_exception_is_needed() -> None:
    said = {row.ids[0]: figures_of(row.so) for row in rows()}
    assert {id for id, figures in said.items() if not figures} - BY_HAND == WITHOUT_FIGURES
    assert all(figure in said[id] for id, figure in DERIVED)
