"""How much a rounded number tells: from how far it may come, and how many digits it has to tell one value from others."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.judging import scales
from cnncalc.homework.question import Value
from cnncalc.homework.written import Number, Written


def distance(written: Written, value: Value) -> int:
    """How far a number is from a value: 0 exactly it, 1 its nearest rounding (K = 1000), 2 within its last digit, 3 farther."""
    if not isinstance(written, Number) or not isinstance(value, Fraction):
        return 0
    scaled = scales(written, True)  # only where bytes are asked is a number of bits compared at all
    if value in scaled:
        return 0
    if not written.value:
        return 3
    steps = [abs(one - value) / abs(one / written.value) * Fraction(10) ** (written.places or 0) for one in scaled]
    return 1 if 2 * steps[0] <= 1 else 2 if min(steps) < 1 else 3


def significant(number: Number) -> int:
    """The digits that a rounded number states: 2 of `4.2 MB`, 3 of `4.20 MB`; zeros at the end of a whole one state nothing."""
    places = number.places or 0
    digits = str(abs(number.value * Fraction(10) ** places // 1)).lstrip("0")
    return len(digits if places > 0 else digits.rstrip("0"))
