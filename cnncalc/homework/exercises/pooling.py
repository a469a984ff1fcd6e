"""Pooling by hand."""

from __future__ import annotations

from cnncalc.homework.exercises._board import board
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, one

_MAX = "Max pooling keeps the largest number that each window sees."
_AVERAGE = "Average pooling takes the mean of the numbers that each window sees."


def _make(draw: Draws, difficulty: str) -> Made | None:
    if difficulty == "easy":
        return _pooled("maxpool", draw.grid(4, 4, 0, 9), 2, 2, 1)
    if difficulty == "medium":
        if draw.same.choice((True, False)):
            return _pooled("avgpool", _even_means(draw), 2, 2, 2)
        side, kernel, stride = draw.same.choice(((4, 3, 1), (5, 3, 1), (6, 3, 3), (5, 3, 2)))
        return _pooled("maxpool", draw.grid(side, side, -5, 9), kernel, stride, 2)
    if draw.same.choice((True, False)):
        return _pooled("avgpool", draw.grid(4, 4, -3, 9), 2, 1, 3)
    return _pooled("avgpool", draw.grid(5, 5, 0, 9), 3, 2, 3)


def _pooled(op: str, x: list[list[int]], kernel: int, stride: int, points: int) -> Made | None:
    if len({cell for row in x for cell in row}) < 4:
        return None
    side = (len(x) - kernel) // stride + 1
    name = "Max" if op == "maxpool" else "Average"
    fractions = " Write fractions such as `7/4`." if points == 3 else ""
    begin = f"{name} pooling with windows of {kernel}x{kernel} and stride {stride} reads this map. What comes out?"
    text = f"{begin}{fractions}\n\n{board(input=x)}"
    seen = ", ".join(str(cell) for row in x[:kernel] for cell in row[:kernel])
    hints = (_MAX if op == "maxpool" else _AVERAGE, f"{side} rows of {side} numbers come out.", f"The first window sees {seen}.")
    return one(text, hints, points, ask="values", compute={"op": op, "input": x, "kernel": kernel, "stride": stride})


def _even_means(draw: Draws) -> list[list[int]]:
    """A map whose windows of 2x2 have whole means."""
    x = draw.grid(4, 4, 0, 9)
    for row in (0, 2):
        for column in (0, 2):
            others = x[row][column + 1] + x[row + 1][column] + x[row + 1][column + 1]
            x[row][column] = -others % 4 + draw.choice([0, 4])
    return x


EXERCISE = Exercise("the output of max or average pooling, worked by hand", _make)
