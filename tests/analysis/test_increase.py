"""Limits on growth: exact at the border, and nothing that is no limit is taken for one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnncalc.analysis.increase import FIGURES, Growth, parse_limit
from cnncalc.diagnostics import UsageError


@pytest.mark.parametrize(
    ("text", "old", "passes"),
    [
        ("params=1%", 1_000, 10),
        ("params=1%", 1_099, 10),
        ("params=0.1%", 10**18 + 1, 10**15),
        ("params = 2.5 %", 40, 1),
        ("params=10K", 7, 10_000),
        ("macs=0", 10**15, 0),
        ("peak=0", 4, 0),
        ("peak=1MiB", 4, 1_048_576),
        ("weights=1.5 MB", 4, 1_500_000),
        ("kept=1%", 0, 0),
        ("training=100%", 3, 3),
    ],
)
def test_what_equals_the_limit_passes_and_one_more_does_not(text: str, old: int, passes: int) -> None:
    limit = parse_limit(text)
    assert not Growth(limit, old, old + passes).exceeded
    assert Growth(limit, old, old + passes + 1).exceeded
    assert not Growth(limit, old, 0).exceeded


def test_a_share_is_a_fraction() -> None:
    assert parse_limit("flops=0.1%").share == Fraction(1, 1000)


@pytest.mark.parametrize(
    ("text", "said", "help"),
    [
        ("parms=1%", "there is no figure `parms`", "did you mean `params`?"),
        ("params", "--fail-on-increase params has no limit", "write params=1%"),
        ("peak=1M", "`peak` must be bytes with their unit", "a percentage such as 1% is a limit too"),
        ("params=-1%", "`params` must be a number such as 65M or 1.2G, not `-1%`", "a percentage"),
        ("params=", "but it is empty", "a percentage"),
        ("macs=1e999%", "`macs` must be a number", "a percentage"),
        ("=1%", "there is no figure ``", "one of params, macs"),
    ],
)
def test_what_is_no_limit(text: str, said: str, help: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_limit(text)
    assert said in caught.value.message
    assert help in "".join(caught.value.help)


def test_every_figure_of_budgets_can_be_limited() -> None:
    assert FIGURES == ("params", "macs", "flops", "activations", "weights", "peak", "kept", "training")
    assert [parse_limit(f"{figure}=0").figure for figure in FIGURES] == list(FIGURES)
