"""Findings of several variants, merged for people."""

from __future__ import annotations

from cnncalc.check.results import CheckedFile, CheckedNetwork
from cnncalc.diagnostics import Diagnostic, Span

PLACE = Span(3, 5, 3, 9)


def merged(*told: tuple[str, str | None]) -> list[tuple[str, tuple[str, ...], str]]:
    """Of variants with their messages, None for a variant without the finding."""
    networks = [
        CheckedNetwork(name, () if message is None else (Diagnostic("L301", message, PLACE, severity="info"),), None)
        for name, message in told
    ]
    found = CheckedFile("x", tuple(networks), "", False).merged()
    return [(one.finding.message, one.variants, one.told_of) for one in found]


def test_alike() -> None:
    assert merged(("a", "8 of 9"), ("b", "8 of 9")) == [("8 of 9", (), "")]
    assert merged(("a", None), ("b", "8 of 9"), ("c", "8 of 9")) == [("8 of 9", ("b", "c"), "")]


def test_with_figures_of_their_own() -> None:
    """One finding, and it is said whose figures are told."""
    assert merged(("a", "8 of 9"), ("b", "16 of 18")) == [("8 of 9", (), "a")]
    assert merged(("a", None), ("b", "8 of 9"), ("c", "16 of 18")) == [("8 of 9", ("b", "c"), "b")]
