"""A convolution by hand: on a list, on an image, with padding, stride, a bias or a ReLU."""

from __future__ import annotations

from itertools import chain
from typing import Any

from cnncalc.homework.exercises._board import board
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, one

_SLIDE = "Lay the filter on the input, multiply what lies on each other, add it up, and go on by one stride."
_TURN = "Turn the filter by 180 degrees first: its last number comes first, in rows and in columns."
_PADDED = "Write the zeros of the padding round the input before you begin."


def _make(draw: Draws, difficulty: str) -> Made | None:
    if difficulty == "easy":
        return _list(draw)
    if difficulty == "medium":
        return draw.same.choice((_image, _image, _list_with_bias))(draw)
    return draw.same.choice((_padded_image, _true_convolution, _channels, _averages))(draw)


def _list(draw: Draws) -> Made | None:
    x, w = draw.row(draw.between(6, 8), -2, 4), draw.row(3, -1, 2)
    if _is_plain(w):
        return None
    text = f"Slide the filter over the list, without padding and with stride 1. What comes out?\n\n{board(input=x, filter=w)}"
    first = " + ".join(f"{a}*{b}" for a, b in zip(x, w, strict=False))
    return one(text, (_SLIDE, f"{len(x) - 2} numbers come out.", f"The first of them is {first}."), 1,
               ask="values", compute={"op": "correlation", "input": x, "filter": w})  # fmt: skip


def _list_with_bias(draw: Draws) -> Made | None:
    x, w, bias = draw.row(draw.between(7, 9), -2, 4), draw.row(3, -2, 2), draw.choice([-2, -1, 1, 2])
    if _is_plain(w):
        return None
    text = (
        f"Slide the filter over the list, with one zero of padding at each end and stride 1, and add the bias {bias} to every "
        f"result. A ReLU follows. What comes out of the ReLU?\n\n{board(input=x, filter=w)}"
    )
    first = f"0*{w[0]} + {x[0]}*{w[1]} + {x[1]}*{w[2]} + {bias}"
    hints = (_SLIDE, f"{_PADDED} The ReLU makes every negative number 0.", f"The first number before the ReLU is {first}.")
    compute = {"op": "correlation", "input": x, "filter": w, "padding": 1, "bias": bias, "then": "relu"}
    return one(text, hints, 2, ask="values", compute=compute)


def _image(draw: Draws) -> Made | None:
    side, size = draw.choice([(4, 2), (5, 3), (4, 3)])
    x, w = draw.grid(side, side, 0, 3), draw.grid(size, size, -1, 2 if size == 2 else 1)
    if _is_plain([*chain(*w)]):
        return None
    text = f"Slide the filter over the image, without padding and with stride 1. What comes out?\n\n{board(input=x, filter=w)}"
    hints = (_SLIDE, f"{side - size + 1} rows of {side - size + 1} numbers come out.", f"The first number is {_first(x, w)}.")
    return one(text, hints, 2, ask="values", compute={"op": "correlation", "input": x, "filter": w})


def _padded_image(draw: Draws) -> Made | None:
    stride = draw.same.choice((1, 2))
    side = 3 if stride == 1 else 5
    x, w = draw.grid(side, side, -1, 3), draw.grid(3, 3, -1, 1)
    if _is_plain([*chain(*w)]):
        return None
    begin = f"Slide the filter over the image, with zero padding 1 and stride {stride}."
    text = f"{begin} What comes out?\n\n{board(input=x, filter=w)}"
    corner = [[0, 0, 0], [0, x[0][0], x[0][1]], [0, x[1][0], x[1][1]]]
    hints = (_SLIDE, _PADDED, f"The first number is {_first(corner, w)}.")
    compute = {"op": "correlation", "input": x, "filter": w, "padding": 1, "stride": stride}
    return one(text, hints, 3, ask="values", compute=compute)


def _true_convolution(draw: Draws) -> Made | None:
    x, w = draw.grid(4, 4, 0, 3), draw.grid(2, 2, -2, 2)
    turned = [row[::-1] for row in w[::-1]]
    if _is_plain([*chain(*w)]) or turned == w:
        return None
    text = (
        "Convolve the image with the filter in the sense of mathematics: the filter is turned by 180 degrees before it slides "
        f"over the image. No padding, stride 1. What comes out?\n\n{board(input=x, filter=w)}"
    )
    hints = (_TURN, _SLIDE, f"The first number is {_first(x, turned)}.")
    return one(text, hints, 3, ask="values", compute={"op": "convolution", "input": x, "filter": w})


def _channels(draw: Draws) -> Made | None:
    x, w, bias = [draw.grid(3, 3, 0, 2) for _ in range(2)], [draw.grid(2, 2, -1, 1) for _ in range(2)], draw.between(-2, 2)
    if any(_is_plain([*chain(*one)]) for one in w) or x[0] == x[1] or w[0] == w[1]:
        return None
    shown = board(input_channel_1=x[0], input_channel_2=x[1]) + "\n\n" + board(filter_channel_1=w[0], filter_channel_2=w[1])
    text = (
        f"An image has two channels, and so has the filter that slides over it, with stride 1 and without padding; its bias is "
        f"{bias}. What comes out?\n\n{shown}"
    )
    hints = ("A filter covers the full depth: the products of both channels are added into one number, and the bias to it.",
             "One map of 2 rows of 2 numbers comes out.",
             f"The first number is {_first(x[0], w[0])} + {_first(x[1], w[1])} + {bias}.")  # fmt: skip
    return one(text, hints, 3, ask="values", compute={"op": "correlation", "input": x, "filter": w, "bias": bias})


def _averages(draw: Draws) -> Made:
    x = draw.row(draw.between(7, 9), -4, 9)
    text = (
        "Slide the box filter over the list, with one zero of padding at each end and stride 1. What comes out? Write fractions "
        f"such as `10/3`.\n\n{board(input=x, filter=['1/3'] * 3)}"
    )
    hints = ("The box filter takes the mean of what it lies on.", _PADDED, f"The first number is (0 + {x[0]} + {x[1]})/3.")
    compute: dict[str, Any] = {"op": "correlation", "input": x, "filter": ["1/3"] * 3, "padding": 1}
    return one(text, hints, 3, ask="values", compute=compute)


def _is_plain(weights: list[int]) -> bool:
    """Whether there is nothing to learn from a filter: fewer than two numbers in it that are not 0, or all the same."""
    return sum(weight != 0 for weight in weights) < 2 or len(set(weights)) == 1


def _first(x: list[list[int]], w: list[list[int]]) -> str:
    """The products of the first place."""
    return " + ".join(f"{a}*{b}" for row, weights in zip(x, w, strict=False) for a, b in zip(row, weights, strict=False))


EXERCISE = Exercise("the output of a small convolution, worked by hand", _make)
