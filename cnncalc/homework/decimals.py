"""Fractions as decimals, rounded in the one way of all homework: to the nearest, a half up, as it is taught."""

from __future__ import annotations

from fractions import Fraction


def fixed(value: Fraction, places: int, group: str = ",") -> str:
    """With just so many places: `1,018.50`; below 0 as above it, and never -0."""
    scaled = (abs(value) * 10**places + Fraction(1, 2)) // 1
    whole, rest = divmod(scaled, 10**places)
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{whole:{group}}" + (f".{rest:0{places}d}" if places else "")


def short(value: Fraction, places: int, group: str = ",") -> str:
    """With at most so many places, none of them a 0 at the end: `1,018.5`."""
    text = fixed(value, places, group)
    return text.rstrip("0").rstrip(".") if places else text
