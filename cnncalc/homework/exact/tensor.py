"""Exact tensors: numbers read from plain data, cells in one row, and their nested form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm, prod
from typing import Any, TypeAlias

from cnncalc.homework.exact.errors import ComputationError, beyond
from cnncalc.homework.written import Grid

#: A number: an int as long as it is whole, since that is ten times faster, and a Fraction otherwise.
Exact: TypeAlias = int | Fraction

MOST_CELLS = 4_096
_MOST_CHARACTERS = 60
_MOST_DIGITS = 60
_MOST_EXPONENT = 18
_DEEPEST = 4
_SUCH_AS = "such as `2`, `-0.5`, `1/3` or `2 1/3`"
_FRACTION = re.compile(r"([+-]?)(?:([0-9]+) +)?([0-9]+)/([0-9]+)")
_DECIMAL = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:[eE]([+-]?[0-9]+))?")


class Tensor:
    """Cells in row-major order. `shape` is () for a number alone."""

    def __init__(self, shape: tuple[int, ...], cells: tuple[Exact, ...]) -> None:
        self.shape, self.cells = shape, cells

    def grid(self) -> Grid:
        """Nested tuples of Fractions."""
        return _nested(self.shape, iter(self.cells))

    def places(self) -> Iterator[tuple[int, ...]]:
        """The places of its cells, counted from 0, in order."""
        return product(*map(range, self.shape))

    @cached_property
    def whole(self) -> bool:
        return all(isinstance(cell, int) for cell in self.cells)


def _nested(shape: tuple[int, ...], cells: Iterator[Exact]) -> Grid:
    return tuple(_nested(shape[1:], cells) for _ in range(shape[0])) if shape else Fraction(next(cells))


def flat(place: tuple[int, ...], shape: tuple[int, ...]) -> int:
    """The number of a cell in row-major order."""
    index = 0
    for at, size in zip(place, shape, strict=True):
        index = index * size + at
    return index


def described(shape: tuple[int, ...]) -> str:
    """`3x3`; of a list `10`; of a number alone `one number`."""
    return "x".join(map(str, shape)) or "one number"


def exact(value: Fraction) -> Exact:
    return value.numerator if value.denominator == 1 else value


def read_number(key: str, value: Any) -> Exact:
    """An int, a Fraction, or a text such as `-5`, `0.25`, `1/3`, `2 1/3` or `1e-5`, exactly."""
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return _bounded(key, Fraction(value))
    if not isinstance(value, str):
        found = "a list" if isinstance(value, (list, tuple)) else "an inexact number" if isinstance(value, float) else "no number"
        raise ComputationError(key, f"a number is needed here, found {found}", _SUCH_AS)
    text = value.strip().replace("\u2212", "-")
    if len(text) > _MOST_CHARACTERS:
        raise ComputationError(key, f"a number of {len(text):,} characters, at most {_MOST_CHARACTERS} are read")
    if fraction := _FRACTION.fullmatch(text):
        sign, whole, above, below = fraction.groups()
        if not int(below):
            raise ComputationError(key, f"`{text}` divides by zero")
        amount = int(whole or 0) + Fraction(int(above), int(below))
        return _bounded(key, -amount if sign == "-" else amount)
    if decimal := _DECIMAL.fullmatch(text):
        exponent = int(decimal[2] or 0)
        if abs(exponent) > _MOST_EXPONENT:
            raise ComputationError(key, f"the power of ten in `{text}` is beyond 10^{_MOST_EXPONENT}")
        return _bounded(key, Fraction(decimal[1]) * Fraction(10) ** exponent)
    raise ComputationError(key, f"`{text}` is no number" if text else "a number is missing", _SUCH_AS)


def _bounded(key: str, value: Fraction) -> Exact:
    if max(abs(value.numerator), value.denominator) >= 10**_MOST_DIGITS:
        raise ComputationError(key, f"a number of more than {_MOST_DIGITS} digits")
    return exact(value)


def read_tensor(key: str, value: Any) -> Tensor:
    """Nested lists of numbers, every row as long as the others of its level."""
    if isinstance(value, Tensor):
        return value
    cells: list[Exact] = []
    shape = _gather(key, value, cells, 0)
    if lcm(*(cell.denominator for cell in cells)) >= 10**_MOST_DIGITS:
        raise ComputationError(key, f"these fractions need a common denominator of more than {_MOST_DIGITS} digits")
    return Tensor(shape, tuple(cells))


def _gather(key: str, value: Any, cells: list[Exact], depth: int) -> tuple[int, ...]:
    """Append the numbers of a nested list to `cells`; its shape."""
    if not isinstance(value, (list, tuple)):
        cells.append(read_number(key, value))
        return ()
    if depth == _DEEPEST:
        raise ComputationError(key, f"lists in lists deeper than {_DEEPEST} levels")
    if not value:
        raise ComputationError(key, "an empty list")
    if len(cells) + len(value) > MOST_CELLS:
        raise beyond(key.partition("[")[0], "cells or more", len(cells) + len(value), MOST_CELLS)
    first = _gather(f"{key}[0]", value[0], cells, depth + 1)
    for number, item in enumerate(value[1:], 1):
        found = _gather(f"{key}[{number}]", item, cells, depth + 1)
        if found != first:
            message = f"{_held(found)} where the first one is {_held(first)}: all rows must be equally long"
            raise ComputationError(f"{key}[{number}]", message)
    return (len(value), *first)


def _held(shape: tuple[int, ...]) -> str:
    return f"a list of {described(shape)}" if shape else "one number"


def check_cells(key: str, shape: tuple[int, ...], what: str = "cells") -> None:
    if prod(shape) > MOST_CELLS:
        raise beyond(key, what, prod(shape), MOST_CELLS)
