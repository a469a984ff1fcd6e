"""Arithmetic that kinds share when they are executed: on floats, and exactly on fractions (arrays of the dtype object)."""

from __future__ import annotations

from fractions import Fraction
from math import floor, inf, isqrt, log
from typing import Any

from cnncalc.layer_base import Array, LayerError, Machine

#: Values of a row that is long enough.
_ROW = 2_048


def number(on: Machine, value: float, over: int = 1) -> Any:
    """value/over, as the arrays hold it: a fraction among fractions, where a decimal is what is written."""
    return Fraction(repr(value)) / over if on.dtype == object else value / over


def wide(on: Machine) -> Any:
    """What sums are collected in: half precision would overflow, or stop to grow."""
    return on.xp.float32 if on.dtype == on.xp.float16 else on.dtype


def root(on: Machine, x: Array) -> Array:
    """The square roots. Raises LayerError H304 for a fraction whose root is none."""
    if on.dtype != object:
        return on.xp.sqrt(x)
    return on.xp.array([_exact_root(Fraction(square)) for square in x.ravel()], dtype=object).reshape(x.shape)


def _exact_root(square: Fraction) -> Fraction:
    found = Fraction(isqrt(max(square.numerator, 0)), isqrt(square.denominator))
    if found * found != square:
        help = "choose numbers whose variance + eps is a square, such as 4 or 1/9"
        raise LayerError("H304", "", f"the variance + eps is {square}, which has no rational square root", help)
    return found


def mask(on: Machine, shape: tuple[int, ...], rate: float) -> Array:
    """0 where training drops at this rate, else 1/(1 - rate), which makes up for it; the same in both passes of a layer."""
    kept = (on.random().random(shape, on.xp.float32) >= rate).astype(on.dtype)
    return kept * (1 / (1 - rate)) if rate < 1 else kept


def logistic(on: Machine, x: Array, out: Array) -> None:
    """out = 1/(1 + exp(-x)); `out` may be `x`."""
    xp, most = on.xp, largest(on)
    xp.clip(x, -most, most, out=out)
    xp.negative(out, out=out)
    xp.exp(out, out=out)
    xp.add(out, 1, out=out)
    xp.divide(1, out, out=out)


def largest(on: Machine) -> int:
    """The largest whole number whose exp does not overflow. A sigmoid is 1 there, and next to nothing on the other side."""
    return floor(log(float(on.xp.finfo(on.dtype).max)))


def above(on: Machine, x: Array, out: Array) -> None:
    """out = x where it is above 0, else 0; `out` may be `x`. A row of zeros takes half the time of a number here."""
    if x.flags.c_contiguous and out.flags.c_contiguous:
        rows = in_rows(out)
        x, out = rows if x is out else in_rows(x), rows  # CuPy copies an operand that is `out`, but another object
    on.xp.maximum(x, on.zeros(x.shape[-1]), out=out)


def in_rows(x: Array) -> Array:
    """The same values, which lie together, in rows of several places where these are short: long rows are faster."""
    places = x.size // x.shape[-1] if x.size else 0
    more = min(places & -places, _ROW // x.shape[-1])  # a power of 2 divides the places
    if more < 2:
        return x
    return x.reshape(-1, (1 << more.bit_length() - 1) * x.shape[-1])


def below(on: Machine, x: Array, out: Array) -> None:
    """out = x where it is below 0, else 0; `out` may be `x`."""
    on.xp.clip(x, -inf, number(on, 0), out=out)
