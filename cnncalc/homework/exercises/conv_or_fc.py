"""The weights of a convolution against those of a fully connected layer that does the same job."""

from __future__ import annotations

from typing import Any

from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, part
from cnncalc.homework.exercises._window import Window, conv_words, draw_fitting, volume

_CONV = "A convolution has its weights once, wherever the window stands: (F*F*D + 1)*K parameters, biases counted."
_FC = "A fully connected layer has a weight for every pair of an input and an output, and a bias for every output."


def _make(draw: Draws, difficulty: str) -> Made:
    return _lists(draw) if difficulty == "easy" else _volumes(draw, difficulty == "hard")


def _lists(draw: Draws) -> Made:
    """The lecture's 4 against 110."""
    size, kernel, outputs = draw.between(6, 30), draw.choice([2, 3, 4, 5]), draw.choice([4, 5, 8, 10, 12])
    begin = f"A list of {size} numbers is the input."
    asked: dict[str, Any] = {"ask": "params", "input": f"{size}x1"}
    return Made((
        part(f"{begin} How many parameters does a convolution with one filter of {kernel} numbers have, its bias counted?",
             ("The same filter stands at every place: its numbers are learned once.", f"Put in: {kernel} + 1"), **asked,
             layer={"conv": {"filters": 1, "kernel": kernel}}),
        part(f"How many parameters does a fully connected layer from the same list to {outputs} outputs have, biases counted?",
             (_FC, f"Put in: {size}*{outputs} + {outputs}"), **asked, layer={"fc": outputs}),
    ))  # fmt: skip


def _volumes(draw: Draws, is_hard: bool) -> Made:
    """The same volume from the same volume."""
    sizes = [16, 28, 32] if is_hard else [6, 8, 10, 12]
    size, window = draw_fitting(draw, sizes, [3, 5], [1, 2] if is_hard else [1], [0, 1, 2])
    depth, filters = draw.choice([1, 3]), draw.choice([4, 6, 8, 10])
    output = window.output(size)
    values = f"{output}*{output}*{filters}"
    input = volume(size, size, depth)
    conv: dict[str, Any] = {"conv": {"filters": filters, **window.options()}}
    fc = {"fc": output * output * filters}
    begin = f"The input is a volume of {input}."
    parts = [
        part(f"{begin} How many parameters does {conv_words(filters, window)}, have, biases counted?",
             (_CONV, f"Put in: ({window.kernel}*{window.kernel}*{depth} + 1)*{filters}"), ask="params", network="conv"),
        part("A fully connected layer is to put out as many values from the same input. How many parameters does it have, biases "
             "counted?",
             (_FC, f"Work out how many values the convolution puts out: {_places(size, window)}; then height*width*{filters}.",
              f"Put in: ({size}*{size}*{depth} + 1)*({values})"), ask="params", network="fc"),
    ]  # fmt: skip
    if is_hard:
        parts.append(part("How many times as many is that, rounded to two decimals?",
                          ("Divide the larger number by the smaller one.",
                           "Put in: what you found for the fully connected layer, over what you found for the convolution."),
                          ask="ratio", of="params", network="fc", to="conv"))  # fmt: skip
    return Made(parts, {"conv": {"input": input, "layers": [conv]}, "fc": {"input": input, "layers": [fc]}})


def _places(size: int, window: Window) -> str:
    return f"height and width are {window.put_in(size)}"


EXERCISE = Exercise("the parameters of a convolution against those of a fully connected layer", _make)
