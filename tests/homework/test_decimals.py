"""Fractions as decimals, rounded in one way wherever they are shown."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.homework.decimals import fixed, short
from cnncalc.homework.formats._texts import points
from cnncalc.homework.misconceptions._counting import plain
from cnncalc.homework.tables.arithmetic import scaled
from cnncalc.homework.written import Number


@pytest.mark.parametrize(("value", "places", "long", "brief"), [
    ("0", 2, "0.00", "0"), ("2", 0, "2", "2"), ("2037/2", 2, "1,018.50", "1,018.5"), ("0.125", 2, "0.13", "0.13"),
    ("0.375", 2, "0.38", "0.38"), ("1/2", 0, "1", "1"), ("3/2", 0, "2", "2"), ("1/3", 6, "0.333333", "0.333333"),
    ("999.995", 2, "1,000.00", "1,000"), ("-0.125", 2, "-0.13", "-0.13"), ("-0.004", 2, "0.00", "0"), ("100", 0, "100", "100"),
])  # fmt: skip
def test_a_half_is_rounded_up(value: str, places: int, long: str, brief: str) -> None:
    assert (fixed(Fraction(value), places), short(Fraction(value), places)) == (long, brief)


def test_digits_are_grouped_where_that_is_asked() -> None:
    assert (fixed(Fraction(12345), 1, ""), short(Fraction(12345), 1)) == ("12345.0", "12,345")


@given(st.fractions(), st.integers(0, 12))
def test_it_is_the_nearest(value: Fraction, places: int) -> None:
    found = Fraction(fixed(value, places, ""))
    assert abs(found - value) <= Fraction(1, 2 * 10**places)
    assert found == Fraction(short(value, places, ""))


@given(st.integers(0, 10**6))
def test_every_place_of_the_project_rounds_alike(thousandths: int) -> None:
    """Points, printed figures, answers and the sentences of slips show one value as one number."""
    value = Fraction(thousandths, 1000)
    printed = scaled(value, Number("", Fraction(1), None), 1000)
    shown = {points(value), printed.replace(",", ""), plain(value).replace(",", "")}
    assert shown == {short(value, 2, "")}
