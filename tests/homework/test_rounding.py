"""Roundings: those of the lectures, with their verdicts, and the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.homework.reading import read_number
from cnncalc.homework.rounding import agreement, shows

CLAIMS = yaml.safe_load((Path(__file__).parents[1] / "data/lectures/claims.yaml").read_text("utf-8"))
#: Figures of other things than what is claimed.
OTHERS = ("macs", "separable", "without_linear", "per_layer", "sum_of", "grouped_with", "1x1", "K10", "ungrouped")


def figures(exact: Any) -> Iterator[int]:
    """The whole numbers that a claim may be about."""
    if isinstance(exact, dict):
        for name, value in exact.items():
            if name != "biases" and not any(other in name for other in OTHERS):
                yield from figures(value)
    elif isinstance(exact, int) and not isinstance(exact, bool):
        yield exact


PRINTED = [
    (claim["id"], str(claim["claim"]), tuple(figures(claim["exact"])), claim["verdict"])
    for claim in CLAIMS
    if re.fullmatch(r"~?[\d.,]+ ?[KMG]?B?( ops)?", str(claim["claim"])) and tuple(figures(claim["exact"]))
]


def test_there_are_claims() -> None:
    assert len(PRINTED) > 80


@pytest.mark.parametrize(("claim", "figures", "verdict"), [row[1:] for row in PRINTED], ids=[row[0] for row in PRINTED])
def test_the_lectures_figures_get_their_verdicts(claim: str, figures: tuple[int, ...], verdict: str) -> None:
    number = read_number(claim)
    said = [agreement(number, Fraction(figure), bytes=number.unit == "B") for figure in figures]
    agreed = [words for words in said if words is not None]
    if verdict.startswith("erratum"):
        assert agreed == []
        return
    assert agreed
    if verdict.startswith("exact"):
        assert "" in agreed
    for base, rule in re.findall(r"K=(1000|1024) (floor|round)", verdict)[:1] if " or " not in verdict else ():
        known = {"1000": ("1000", "10^"), "1024": ("1024", "2^")}[base]
        words = {"floor": "cut off to", "round": "rounded to the nearest"}[rule]
        assert any(words in one and any(base in one for base in known) for one in agreed), agreed


@pytest.mark.parametrize(
    ("text", "truth", "words"),
    [
        ("34,944", "34944", ""),
        ("34,900", "34944", None),
        ("35K", "34944", "rounded to the nearest 1K, K = 1000"),
        ("34K", "34944", "rounded to the nearest 1K, K = 1024"),
        ("150K", "150528", "cut off to 1K, K = 1000"),
        ("33K", "34944", None),
        ("34.9K", "34944", "rounded to the nearest 0.1K, K = 1000"),
        ("34.1K", "34944", "rounded to the nearest 0.1K, K = 1024"),
        ("34.125K", "34944", "exact, K = 1024"),
        ("35K", "35000", ""),
        ("34.125Ki", "34944", ""),
        ("35Ki", "34944", None),
        ("0.76k", "760", ""),
        ("34.95K", "34945", "rounded to the nearest 0.01K, K = 1000"),
        ("140M", "138357544", "rounded to the nearest 10M, M = 10^6"),
        ("800K", "802816", "rounded to the nearest 100K, K = 1000"),
        ("138M", "138357544", "rounded to the nearest 1M, M = 10^6"),
        ("150M", "147000000", None),
        ("100M", "138357544", None),
        ("6M", "6998552", None),
        ("7M", "6998552", "rounded to the nearest 1M, M = 10^6"),
        ("60M", "69900000", None),
        ("~34,900", "34944", "rounded to the nearest 100"),
        ("~35,100", "34944", None),
        ("~35000", "34944", "rounded to the nearest 1,000"),
        ("~30000", "34944", None),
        ("~800", "760", "rounded to the nearest 100"),
        ("~700", "760", None),
        ("~900", "760", None),
        ("800", "760", None),
        ("0.8K", "760", "rounded to the nearest 0.1K, K = 1000"),
        ("1K", "760", None),
        ("1K", "990", "rounded to the nearest 1K, K = 1000"),
        ("10K", "9930", "rounded to the nearest 1K, K = 1000"),
        ("1 thousand", "760", None),
        ("~1000", "760", None),
        ("~100", "76", None),
        ("1e6", "1024000", "rounded to the nearest 1,000,000"),
        ("3.2 million", "3211264", "rounded to the nearest 100,000"),
        ("2.33", "7/3", "rounded to the nearest 0.01"),
        ("2.34", "7/3", None),
        ("2.3", "7/3", "rounded to the nearest 0.1"),
        ("0.1", "1/9", "rounded to the nearest 0.1"),
        ("-2.33", "-7/3", "rounded to the nearest 0.01"),
        ("2.33", "-7/3", None),
        ("2.66", "8/3", "cut off to 0.01"),
        ("7/3", "7/3", ""),
        ("2", "7/3", None),
        ("2", "2", ""),
        ("0K", "400", None),
        ("2.5", "2.45", "rounded to the nearest 0.1"),
        ("2.4", "2.45", "rounded to the nearest 0.1"),
        ("2x", "2.18", "rounded to the nearest 1"),
        ("8x", "8.71", None),
        ("42.1%", "42.148", "rounded to the nearest 0.1%"),
        ("42%", "42.148", "rounded to the nearest 1%"),
        ("760 B", "760", None),
        ("0", "0", ""),
    ],
)
def test_which_rounding(text: str, truth: str, words: str | None) -> None:
    assert agreement(read_number(text), Fraction(truth)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [  # of VGG-16's 60,950,432 bytes, which are 58.126... MiB
        ("60950432", ""),
        ("60,950,432 bytes", ""),
        ("60.95 MB", "rounded to the nearest 0.01 MB, MB = 10^6 bytes"),
        ("61 MB", "rounded to the nearest 1 MB, MB = 10^6 bytes"),
        ("60 MB", "cut off to 1 MB, MB = 10^6 bytes"),
        ("58.13 MB", "rounded to the nearest 0.01 MB, MB = 2^20 bytes"),
        ("58.1 MiB", "rounded to the nearest 0.1 MiB"),
        ("61 MiB", None),
        ("487.6 Mbit", "rounded to the nearest 0.1 Mbit, Mbit = 10^6 bits"),
        ("61 Mbit", None),
        ("93 MB", None),
        ("61M values", None),
        ("487603456 bits", ""),
        ("15,237,608", None),
    ],
)
def test_bytes(text: str, words: str | None) -> None:
    assert agreement(read_number(text), Fraction(60950432), bytes=True) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("105.4M", "rounded to the nearest 0.1M, M = 10^6"),
        ("101M", None),
        ("100M", None),
        ("100.533M", None),
        ("101Mi", "rounded to the nearest 1Mi"),
    ],
)
def test_operations_are_not_counted_in_powers_of_1024(text: str, words: str | None) -> None:
    assert agreement(read_number(text), Fraction(105_415_200), binary=False) == words


@given(st.integers(10_000, 10**12), st.integers(0, 3))
def test_what_is_rounded_agrees(truth: int, places: int) -> None:
    """Half a step or less away from the truth, by plain integers."""
    step = 10 ** (6 - places)
    text = f"{(truth + step // 2) // step}e{6 - places}"
    written = (truth + step // 2) // step * step
    is_near = written >= 10 * step or 10 * abs(written - truth) <= truth  # a single digit is hardly a rounding
    assert (agreement(read_number(text), Fraction(truth)) is not None) == (written != 0 and is_near)


@given(st.integers(1000, 10**9), st.integers(1000, 10**9))
def test_whole_numbers_agree_only_when_equal(written: int, truth: int) -> None:
    assert (agreement(read_number(f"{written}"), Fraction(truth)) == "") == (written == truth)


def test_values_are_shown_as_people_write_them() -> None:
    third = Fraction(10, 3)
    assert shows(Fraction(34944), "number") == "34,944"
    assert shows(third, "number") == "10/3"
    assert shows((Fraction(1), Fraction(1), Fraction(4096)), "sizes") == "1x1x4096"
    assert shows((Fraction(7, 3), Fraction(7, 3)), "sizes") == "7/3 x 7/3"
    assert shows((Fraction(3), Fraction(3)), "fit") == "3x3"
    assert shows(((Fraction(1), third), (Fraction(0), Fraction(-2))), "cells") == "[[1, 10/3], [0, -2]]"
