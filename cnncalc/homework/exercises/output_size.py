"""The output of one layer."""

from __future__ import annotations

from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, one
from cnncalc.homework.exercises._window import FORMULA, Window, conv_words, draw_fitting, pool_words, start, volume

_ASKED = "What is the size of the output (height x width x depth)?"
_DEPTH = "The output is as deep as there are filters."


def _make(draw: Draws, difficulty: str) -> Made | None:
    if difficulty == "easy":
        return _square(draw, [8, 12, 16, 24, 28, 32], [1], 1)
    if difficulty == "medium":
        if draw.same.choice((True, False, False)):
            return _pooled(draw)
        return _square(draw, [*range(11, 65), 227], [2, 3, 4], 2)
    return draw.same.choice((_rectangular, _dilated, _transposed))(draw)


def _square(draw: Draws, sizes: list[int], strides: list[int], points: int) -> Made:
    size, window = draw_fitting(draw, sizes, [3, 5, 7], strides, [0, 1, 2, 3])
    depth, filters = draw.choice([1, 3, 4, 8, 16]), draw.choice([4, 6, 10, 12, 20, 32])
    text = f"{start(conv_words(filters, window))}, reads a volume of {volume(size, size, depth)}. {_ASKED}"
    hints = (FORMULA, _DEPTH, f"height and width = {window.put_in(size)}")
    layer = {"conv": {"filters": filters, **window.options()}}
    return one(text, hints, points, ask="output", input=volume(size, size, depth), layer=layer)


def _pooled(draw: Draws) -> Made:
    size, window = draw_fitting(draw, list(range(12, 57)), [2, 3], [2, 3], [0])
    depth = draw.choice([6, 10, 16, 32, 64, 96])
    text = f"{start(pool_words(window))} reads a volume of {volume(size, size, depth)}. {_ASKED}"
    hints = (FORMULA, "Pooling works on each map of the input by itself.", f"height and width = {window.put_in(size)}")
    layer = {"maxpool": {"kernel": window.kernel, "stride": window.stride}}
    return one(text, hints, 2, ask="output", input=volume(size, size, depth), layer=layer)


def _rectangular(draw: Draws) -> Made | None:
    height, down = draw_fitting(draw, list(range(10, 41)), [3, 5, 7], [1, 2, 3], [0, 1, 2])
    width, across = draw_fitting(draw, list(range(20, 81)), [3, 5, 7], [1, 2, 3, 4], [0, 1, 2])
    if down == across or height == width:
        return None
    depth, filters = draw.choice([1, 3, 8]), draw.choice([4, 8, 10, 16])
    text = (
        f"A convolution with {filters} filters of {volume(down.kernel, across.kernel)} (height x width) reads a volume of "
        f"{volume(height, width, depth)}. Its stride is {down.stride} downwards and {across.stride} across, its padding "
        f"{down.padding} at the top and the bottom and {across.padding} at the left and the right. {_ASKED}"
    )
    pairs = {name: [getattr(down, name), getattr(across, name)] for name in ("kernel", "stride", "padding")}
    hints = (FORMULA, "Height and width are worked out each on its own, with its own F, S and P.",
             f"height = {down.put_in(height)}, width = {across.put_in(width)}")  # fmt: skip
    layer = {"conv": {"filters": filters, **pairs}}
    return one(text, hints, 3, ask="output", input=volume(height, width, depth), layer=layer)


def _dilated(draw: Draws) -> Made | None:
    window = Window(draw.choice([3, 5]), draw.between(1, 2), draw.between(0, 2), draw.between(2, 3))
    size = draw.between(16, 48)
    if window.rest(size):
        return None
    depth, filters = draw.choice([3, 8, 16]), draw.choice([8, 12, 24])
    text = f"{start(conv_words(filters, window))}, reads a volume of {volume(size, size, depth)}. {_ASKED}"
    hints = (FORMULA, "With dilation D a window of F cells reaches over D*(F - 1) + 1 of them; that stands for F in the formula.",
             f"height and width = {window.put_in(size)}")  # fmt: skip
    layer = {"conv": {"filters": filters, **window.options()}}
    return one(text, hints, 3, ask="output", input=volume(size, size, depth), layer=layer)


def _transposed(draw: Draws) -> Made:
    size, stride = draw.between(3, 16), draw.between(2, 3)
    kernel = draw.between(stride, 5)
    padding = draw.between(0, min(1, kernel - 2))
    depth, filters = draw.choice([16, 32, 64]), draw.choice([4, 8, 12])
    window = Window(kernel, stride, padding)
    words = f"a transposed convolution with {filters} filters of {kernel}x{kernel}, {window.words()}"
    text = f"{start(words)}, reads a volume of {volume(size, size, depth)}. {_ASKED}"
    hints = ("A transposed convolution turns the formula round: on each axis its output has (N - 1)*S - 2P + F places.",
             _DEPTH, f"height and width = ({size} - 1)*{stride} - 2*{padding} + {kernel}")  # fmt: skip
    layer = {"deconv": {"filters": filters, **window.options()}}
    return one(text, hints, 3, ask="output", input=volume(size, size, depth), layer=layer)


EXERCISE = Exercise("the size of one layer's output", _make)
