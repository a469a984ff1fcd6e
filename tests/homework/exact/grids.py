"""Nested lists for comparison with what the evaluator gives."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def grid(value: Any) -> Any:
    """Nested lists of ints and texts as the nested tuples of Fractions that they mean."""
    return tuple(map(grid, value)) if isinstance(value, (list, tuple)) else Fraction(value)


def filled(shape: tuple[int, ...], value: Any) -> Any:
    """A nested list with this value everywhere."""
    return [filled(shape[1:], value) for _ in range(shape[0])] if shape else value
