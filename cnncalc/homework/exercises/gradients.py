"""The backward pass by hand: ReLU, matrices, max pooling and a small convolution."""

from __future__ import annotations

from itertools import chain
from typing import Any

from cnncalc.homework.exercises._board import board
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, one, part

_CHAIN = "dL/dx is the upstream gradient dL/dy times how y answers to x, added up over every y that x has a part in."


def _make(draw: Draws, difficulty: str) -> Made | None:
    if difficulty == "easy":
        return _relu(draw)
    return draw.same.choice((_matrices, _pooling) if difficulty == "medium" else (_convolution, _image))(draw)


def _relu(draw: Draws) -> Made | None:
    count = draw.between(4, 6)
    x, upstream = [draw.choice([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]) for _ in range(count)], draw.row(count, -9, 9)
    if not 2 <= sum(cell > 0 for cell in x) < count or 0 in upstream:
        return None
    text = f"y = ReLU(x) is computed cell by cell. What is dL/dx?\n\n{board(x=x, **{'dL/dy': upstream})}"
    hints = (_CHAIN, "The slope of a ReLU is 1 where x > 0, and 0 where x < 0.", f"Begin: x = {x[0]}, so the first slope is "
             f"{'1' if x[0] > 0 else '0'}.")  # fmt: skip
    return one(text, hints, 1, ask="gradient", of="input", compute={"op": "relu", "input": x, "upstream": upstream})


def _matrices(draw: Draws) -> Made:
    rows, inner, columns = draw.choice([(2, 2, 2), (2, 3, 2), (2, 2, 3)])
    x, w = draw.grid(rows, inner, -3, 3), draw.grid(inner, columns, -3, 3)
    upstream = draw.grid(rows, columns, -3, 4)
    compute = {"op": "matmul", "input": x, "weight": w, "upstream": upstream}
    products = " + ".join(f"{a}*{b}" for a, b in zip(upstream[0], w[0], strict=True))
    turned = " + ".join(f"{x[row][0]}*{upstream[row][0]}" for row in range(rows))
    return Made((
        part(f"y = x w is a product of matrices. What is dL/dx?\n\n{board(x=x, w=w, **{'dL/dy': upstream})}",
             (_CHAIN, "In matrices: dL/dx = dL/dy w^T, and it is shaped as x.", f"The first cell is {products}."),
             ask="gradient", of="input", compute=compute),
        part("What is dL/dw?", ("In matrices: dL/dw = x^T dL/dy, and it is shaped as w.", f"The first cell is {turned}."),
             ask="gradient", of="weight", compute=compute),
    ))  # fmt: skip


def _pooling(draw: Draws) -> Made | None:
    x, upstream = draw.grid(4, 4, 0, 15), draw.grid(2, 2, -5, 9)
    windows = [[x[r][c], x[r][c + 1], x[r + 1][c], x[r + 1][c + 1]] for r in (0, 2) for c in (0, 2)]
    if any(window.count(max(window)) > 1 for window in windows) or 0 in chain(*upstream):
        return None
    text = f"y is max pooling of x with windows of 2x2 and stride 2. What is dL/dx?\n\n{board(x=x, **{'dL/dy': upstream})}"
    hints = (_CHAIN, "The largest number of a window passes to y, and so the gradient goes back to it alone; the others get 0.",
             f"The first window sees {', '.join(map(str, windows[0]))}.")  # fmt: skip
    compute = {"op": "maxpool", "input": x, "kernel": 2, "stride": 2, "upstream": upstream}
    return one(text, hints, 2, ask="gradient", of="input", compute=compute)


def _convolution(draw: Draws) -> Made | None:
    x, w = draw.row(draw.between(5, 6), -3, 4), draw.row(3, -2, 3)
    upstream = draw.row(len(x) - 2, -3, 3)
    if len(set(w)) == 1 or 0 in (w[0], w[2]) or not any(upstream):
        return None
    met = " + ".join(f"{a}*{b}" for a, b in zip(upstream, x, strict=False))
    return _sliding("list", x, w, upstream, f"The first number of x is read by the first place alone: {upstream[0]}*{w[0]}.",
                    f"The first number of w meets one number at each place: {met}.")  # fmt: skip


def _image(draw: Draws) -> Made | None:
    x, w, upstream = draw.grid(3, 3, -2, 3), draw.grid(2, 2, -2, 2), draw.grid(2, 2, -2, 3)
    if len({cell for row in w for cell in row}) < 3 or 0 in upstream[0]:
        return None
    places = [(row, column) for row in range(2) for column in range(2)]
    return _sliding("image", x, w, upstream, f"The corner of x is read by the first place alone: {upstream[0][0]}*{w[0][0]}.",
                    f"The first cell of w meets one number at each place: "
                    f"{' + '.join(f'{upstream[row][column]}*{x[row][column]}' for row, column in places)}.")  # fmt: skip


def _sliding(what: str, x: list[Any], w: list[Any], upstream: list[Any], of_input: str, of_filter: str) -> Made:
    compute = {"op": "correlation", "input": x, "filter": w, "upstream": upstream}
    return Made((
        part(f"The filter w slides over the {what} x, as it stands, with stride 1 and without padding, and gives y. What is "
             f"dL/dx?\n\n{board(x=x, w=w, **{'dL/dy': upstream})}",
             (_CHAIN, "Find for each number of x the places at which the filter covers it, and which number of w meets it there.",
              of_input), 2, ask="gradient", of="input", compute=compute),
        part("What is dL/dw?", ("Each number of w is used at every place, each time with another number of x.", of_filter), 2,
             ask="gradient", of="filter", compute=compute),
    ))  # fmt: skip


EXERCISE = Exercise("the gradients of a ReLU, a product of matrices, pooling or a small convolution", _make)
