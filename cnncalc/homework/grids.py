"""The answer to a question about values: its cells, and what stands where."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.question import Misfit, Question
from cnncalc.homework.written import Grid


def grid_of(question: Question) -> Grid:
    """The answer to a question about values."""
    value = question.truth
    assert not isinstance(value, Misfit)
    return value


def part(grid: Grid, at: tuple[int, ...]) -> Grid:
    """What stands at a place of a grid: a number, or a row of them."""
    for index in at:
        assert isinstance(grid, tuple)
        grid = grid[index]
    return grid


def place(at: tuple[int, ...]) -> str:
    """`(1, 2)`, counted from 1."""
    return f"({', '.join(str(index + 1) for index in at)})"


def size(grid: Grid) -> str:
    """`2x2`; of a row `4`, of one number `1`."""
    if isinstance(grid, Fraction):
        return "1"
    inside = size(grid[0]) if isinstance(grid[0], tuple) else ""
    return f"{len(grid)}x{inside}" if inside else str(len(grid))
