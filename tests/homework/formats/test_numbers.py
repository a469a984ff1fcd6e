"""Points and shares as they are written."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.homework.formats._texts import decimal, encoded, percent, points, share


@pytest.mark.parametrize(("value", "text"), [
    ("0", "0"), ("2", "2"), ("100", "100"), ("120", "120"), ("1/2", "0.5"), ("1.25", "1.25"), ("1/1024", "0.0009765625"),
    ("0.0000001", "0.0000001"), ("1/3", "0.333333"), ("2/3", "0.666667"), ("31/3", "10.333333"), ("1/30000000", "0"),
    ("-1/3", "-0.333333"), ("-1/2", "-0.5"), ("-1/30000000", "0"), ("2999999999/3000000000", "1"),
])  # fmt: skip
def test_decimals(value: str, text: str) -> None:
    assert decimal(Fraction(value)) == text


@given(st.fractions(min_value=-1000, max_value=1000))
def test_a_decimal_is_exact_or_within_half_a_millionth(value: Fraction) -> None:
    text = decimal(value)
    read = Fraction(text)
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    assert read == value if rest == 1 else abs(read - value) <= Fraction(1, 2_000_000)
    assert not text.endswith((".", "-"))
    assert "." not in text or not text.endswith("0")
    assert json.loads(encoded([value]), parse_float=Decimal, parse_int=Decimal) == [Decimal(text)]


@pytest.mark.parametrize(
    ("value", "text"), [("7/3", "2.33"), ("1/2", "0.5"), ("3", "3"), ("0.005", "0.01"), ("0.015", "0.02"), ("1234.5", "1234.5")]
)
def test_points_for_people(value: str, text: str) -> None:
    assert points(Fraction(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [("0", "0 %"), ("1", "100 %"), ("0.999", "99 %"), ("0.001", "1 %"), ("2/3", "67 %"), ("1/8", "13 %")]
)
def test_all_and_nothing_are_just_that(value: str, text: str) -> None:
    assert percent(Fraction(value)) == text


def test_where_there_are_no_points_none_are_missed() -> None:
    assert share(Fraction(0), Fraction(0)) == 1
    assert share(Fraction(1), Fraction(4)) == Fraction(1, 4)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda deeper: st.lists(deeper) | st.dictionaries(st.text(), deeper)
)


@given(JSON)
def test_everything_else_is_the_standard_library_s_json(value: object) -> None:
    assert encoded(value) == json.dumps(value)
