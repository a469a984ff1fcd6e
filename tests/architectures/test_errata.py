"""docs/errata.md: every erratum of the claims is in it, and its commands show the figures that it states."""

from __future__ import annotations

import re
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
    """Every long number of the row's verdict is on the screen."""
    shown = ""
    for command in row.commands:
        done = call(*command.split()[1:])
        assert done.status == (1 if command in REFUSED else 0), done.err
        assert REFUSED.get(command, "") in done.err
        shown += done.out
    for number in re.findall(r"\d{1,3}(?:,\d{3})+", row.so):
        assert number in shown, number
