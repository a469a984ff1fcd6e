"""Whether a number as it was written is a rounding of the truth, and which; and how values are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, cast

from cnncalc.homework.written import Number

if TYPE_CHECKING:
    from cnncalc.homework.question import Value

#: How far a number may be from the truth whose zeros at the end are taken for rounded digits: 140M for 138,357,544.
COARSEST = Fraction(1, 50)
#: The same of a number that says itself that it is rounded, without a prefix: ~800 for 760; and of one digit: 0.8K.
ROUGHLY = Fraction(1, 10)
#: Digits that a point may group.
POINTED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,]*\d)")


class _Scale(NamedTuple):
    """What one of the written number is worth, and the words that say so: `K = 1000`."""

    factor: Fraction
    said: str = ""
    binary: bool = False  # whether a prefix of 1000 is taken for 1024


def agreement(number: Number, truth: Fraction, *, bytes: bool = False, binary: bool = True) -> str | None:
    """None where the number is no rounding of the truth, "" where it is exactly that, else which rounding it is.

    `bytes`: the truth is in bytes; without it, bytes and bits never agree. A number is rounded at its last digit, to the
    nearest (a half up or to even) or cut off there; K, M, G are 1000 or 1024 and their powers (`binary`; of what nobody
    counts so, 1000 alone), Ki, Mi, Gi are 1024. A single digit with a prefix counts within 10 %: 0.8K is 760, 1K is not.
    Zeros at the end of a whole number with a prefix may be rounded digits, to the nearest and within 2 %; behind a `~` within
    10 %. Without either, a whole number is exact. A percentage is compared with a truth in percent.
    """
    if (number.unit in ("B", "bit")) != bytes and (number.unit or not bytes):
        return None
    scales = [scale for scale in _scales(number) if binary or not scale.binary]
    for scale in scales:
        if number.value * scale.factor == truth:
            return f"exact, {scale.said}" if scale is not scales[0] else ""
    if number.places is None or number.value * truth < 0:
        return None
    written, size = abs(number.value), abs(truth)
    for rule in (_nearest, _cut_off, _coarser):
        for scale in scales:
            step = rule(number, written, size / scale.factor)
            if step is not None:
                said = f"{'cut off to' if rule is _cut_off else 'rounded to the nearest'} {_step(step, number)}"
                return f"{said}, {scale.said}" if scale.said else said
    return None


def grouped(number: Number) -> Number | None:
    """`34.944` with its point grouping digits, as much of the world writes it; None where it cannot."""
    if number.places != 3 or number.prefix or number.unit in ("%", "x") or not POINTED.search(number.text):
        return None
    return number._replace(value=number.value * 1000, places=0 if number.approximate else None)


def _scales(number: Number) -> Iterator[_Scale]:
    share = Fraction(1, 8) if number.unit == "bit" else Fraction(1)
    prefix, unit = number.prefix, number.unit if number.unit in ("B", "bit") else ""
    power = number.power
    if prefix.endswith("i"):
        yield _Scale(share * 1024**power)
        return
    what = {"B": " bytes", "bit": " bits"}.get(unit, "")
    thousand, binary = ("1000", "1024") if power == 1 else (f"10^{3 * power}", f"2^{10 * power}")
    yield _Scale(share * 1000**power, f"{prefix}{unit} = {thousand}{what}" if prefix else "")
    if prefix:
        yield _Scale(share * 1024**power, f"{prefix}{unit} = {binary}{what}", True)


def _nearest(number: Number, written: Fraction, size: Fraction) -> Fraction | None:
    """The step to whose nearest multiple `size` was rounded, in units of the written number."""
    places = cast(int, number.places)
    step = Fraction(1) / Fraction(10) ** places
    if not written and (number.prefix or places <= 0):
        return None  # 0K is no rounding of 400
    if (number.prefix or places < 0) and written < 10 * step and abs(written - size) > ROUGHLY * size:
        return None
    return step if _rounds(written, size, step) else None


def _cut_off(number: Number, written: Fraction, size: Fraction) -> Fraction | None:
    """As `_nearest`, with the digits behind left off. One digit alone would be up to half of the number off."""
    step = Fraction(1) / Fraction(10) ** cast(int, number.places)
    if written < 10 * step or (not number.prefix and number.places == 0):
        return None
    return step if size // step * step == written else None


def _coarser(number: Number, written: Fraction, size: Fraction) -> Fraction | None:
    """As `_nearest`, where the zeros at the end of a whole number were rounded too."""
    places = cast(int, number.places)
    if places > 0 or not written or not (number.prefix or number.approximate or places < 0):
        return None
    step = Fraction(10) ** -places
    while written % (10 * step) == 0:
        step *= 10
    room = ROUGHLY if number.approximate and not number.prefix else COARSEST
    return step if abs(written - size) <= room * size and _rounds(written, size, step) else None


def _rounds(written: Fraction, size: Fraction, step: Fraction) -> bool:
    steps = size / step
    return written / step in (int(steps + Fraction(1, 2)), round(steps))


def _step(step: Fraction, number: Number) -> str:
    unit = "%" if number.unit == "%" else f" {number.prefix}{number.unit}" if number.unit in ("B", "bit") else number.prefix
    return _decimal(step) + unit.rstrip()


def _decimal(step: Fraction) -> str:
    """A power of ten in digits."""
    if step >= 1:
        return f"{step.numerator:,}"
    return "0." + "0" * (len(str(step.denominator)) - 2) + "1"


def shows(value: Value, form: str) -> str:
    """An exact value as people write it: `34,944` and `10/3`, sizes `32x32x10`, cells `[[1, 10/3], [0, 2]]`.

    `form` is the question's, "sizes" for one of "fit".
    """
    if isinstance(value, Fraction):
        return _number(value) if form == "number" else _plain(value)
    if form == "cells":
        return _cells(value)
    sizes = cast("tuple[Fraction, ...]", value)
    return ("x" if all(size.denominator == 1 for size in sizes) else " x ").join(map(_plain, sizes))


def _cells(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_cells, value)) + "]"
    return _plain(cast(Fraction, value))


def _number(value: Fraction) -> str:
    return f"{value.numerator:,}" if value.denominator == 1 else _plain(value)


def _plain(value: Fraction) -> str:
    return str(value)
