"""Digits as people group them, to exact values."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from cnncalc.homework.written import Unreadable

#: Characters of one number.
LONGEST = 60
#: The largest power of ten that a number may be written with.
LARGEST_POWER = 18

_INTEGER = re.compile(r"\d+")
_DECIMAL = re.compile(r"\d*\.\d+|\d+\.")
_GROUPED = re.compile(r"\d{1,3}(?:([ ,'_])\d{3})(?:\1\d{3})*(\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(\.\d+)?")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:[. ]\d{3})+,\d+")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_ONE_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")


class Digits(NamedTuple):
    """An unsigned number. `places` counts its decimals; None where it has none."""

    value: Fraction
    places: int | None
    comma: bool = False  # `34,944`: one comma before three digits, which groups here and is a decimal comma elsewhere


def read_digits(text: str) -> Digits | None:
    """`760`, `34,944`, `34 944`, `2.33`, `1,5`, `1.234,56`, `34.944.000`; None where the text is none of these.

    One comma before exactly three digits groups them, one point never does.
    """
    if len(text) > LONGEST:
        if re.fullmatch(r"[\d ,.'_]+", text):
            raise Unreadable("K501", f"`{text[:20]}...` has {len(text):,} characters, more than the {LONGEST} of a number")
        return None
    if _INTEGER.fullmatch(text):
        return Digits(Fraction(int(text)), None)
    if _DECIMAL.fullmatch(text):
        return _decimal(text)
    if _GROUPED.fullmatch(text) and text[0] != "0":
        digits = _decimal(re.sub("[ ,'_]", "", text))
        return digits._replace(comma=_ONE_COMMA.fullmatch(text) is not None)
    if _POINTS.fullmatch(text):
        return _decimal(text.replace(".", "").replace(" ", "").replace(",", "."))
    if _DECIMAL_COMMA.fullmatch(text):
        return _decimal(text.replace(",", "."))
    return None


def _decimal(text: str) -> Digits:
    whole, _, decimals = text.partition(".")
    return Digits(Fraction(int(whole + decimals or "0"), 10 ** len(decimals)), len(decimals) or None)
