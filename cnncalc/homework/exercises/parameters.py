"""How many learned numbers a layer has."""

from __future__ import annotations

from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, one, part
from cnncalc.homework.exercises._window import conv_words, draw_fitting, start, volume

_CONV = "A filter has a weight for each cell of its window, through the full depth of the input: F*F*D weights and one bias."
_FC = "A fully connected layer has a weight for every pair of an input and an output, and a bias for every output."
_ASKED = "How many parameters does it have, biases counted?"


def _make(draw: Draws, difficulty: str) -> Made:
    if difficulty == "easy":
        return _convolution(draw)
    if difficulty == "medium":
        return draw.same.choice((_connected, _filter, _normalized))(draw)
    return draw.same.choice((_grouped, _separable))(draw)


def _convolution(draw: Draws) -> Made:
    size, window = draw_fitting(draw, [16, 28, 32, 64], [3, 5, 7], [1], [0, 1, 2])
    depth, filters = draw.choice([1, 3, 4, 6, 8]), draw.choice([4, 6, 8, 10, 12, 16, 20])
    text = f"{start(conv_words(filters, window))}, reads a volume of {volume(size, size, depth)}. {_ASKED}"
    hints = (_CONV, "There are K filters: (F*F*D + 1)*K parameters. The size of the image does not matter.",
             f"Put in: ({window.kernel}*{window.kernel}*{depth} + 1)*{filters}")  # fmt: skip
    layer = {"conv": {"filters": filters, **window.options()}}
    return one(text, hints, 1, ask="params", input=volume(size, size, depth), layer=layer)


def _connected(draw: Draws) -> Made:
    size, depth = draw.choice([5, 6, 7, 8, 10, 12]), draw.choice([6, 10, 16, 20, 32])
    outputs = draw.choice([10, 20, 64, 84, 100, 120])
    text = f"A fully connected layer with {outputs} outputs reads a volume of {volume(size, size, depth)}. {_ASKED}"
    hints = (_FC, "The volume is read as one long vector of height times width times depth values.",
             f"Put in: ({size}*{size}*{depth} + 1)*{outputs}")  # fmt: skip
    return one(text, hints, 2, ask="params", input=volume(size, size, depth), layer={"fc": outputs})


def _filter(draw: Draws) -> Made:
    size, window = draw_fitting(draw, [16, 28, 32, 64], [3, 5, 7], [1, 2], [0, 1, 2, 3])
    depth, filters = draw.choice([3, 6, 8, 16, 24, 32]), draw.choice([8, 12, 24, 48])
    asked = {"input": volume(size, size, depth), "layer": {"conv": {"filters": filters, **window.options()}}}
    weights = f"{window.kernel}*{window.kernel}*{depth}"
    begin = f"{start(conv_words(filters, window))}, reads a volume of {volume(size, size, depth)}."
    hints = ("Each value of the output is a dot product of one filter with the part of the input that it covers.",
             "A filter covers the full depth of the input: F*F*D cells.", f"Put in: {weights}")  # fmt: skip
    return Made((
        part(f"{begin} How many multiplications make one value of its output?", hints, 1, ask="products", **asked),
        part("How many parameters does one of its filters have, its bias counted?", (_CONV, f"Put in: {weights} + 1"), 1,
             ask="filter_params", **asked),
        part("How many parameters does the whole layer have, biases counted?",
             ("All filters have as many: (F*F*D + 1)*K parameters.", f"Put in: ({weights} + 1)*{filters}"), 1,
             ask="params", **asked),
    ))  # fmt: skip


def _normalized(draw: Draws) -> Made:
    """A convolution without biases, its normalization, and pooling that has nothing to learn."""
    size, filters, depth = draw.choice([16, 28, 32, 56]), draw.choice([8, 12, 16, 24, 32]), draw.choice([3, 6, 8, 16])
    kernel = draw.choice([3, 5])
    layers = [
        {"conv": {"filters": filters, "kernel": kernel, "padding": kernel // 2, "bias": False}, "name": "conv1"},
        {"batchnorm": {}, "name": "norm1"},
        {"maxpool": 2, "name": "pool1"},
    ]
    begin = (
        f"A volume of {volume(size, size, depth)} is read by `conv1`, a convolution with {filters} filters of {kernel}x{kernel}, "
        f"stride 1 and padding {kernel // 2}, without biases; then by `norm1`, batch normalization; then by `pool1`, max pooling "
        f"with windows of 2x2 and stride 2."
    )
    asked = {"ask": "params", "network": "block"}
    hints = (_CONV, "This convolution has no biases: F*F*D*K weights.", f"Put in: {kernel}*{kernel}*{depth}*{filters}")
    return Made((
        part(f"{begin}\n\nHow many parameters does `conv1` have?", hints, 1, **asked, layer="conv1"),
        part("How many learned parameters does `norm1` have?",
             ("Batch normalization learns a scale and a shift for each channel.",
              "The channels that it reads are what the convolution puts out: one a filter."), 1, **asked, layer="norm1"),
        part("How many parameters do the three layers have together?",
             ("Add up what the layers have.", "Ask yourself what pooling learns: it takes the largest of the values it sees."), 1,
             **asked),
    ), {"block": {"input": volume(size, size, depth), "layers": layers}})  # fmt: skip


def _grouped(draw: Draws) -> Made:
    groups = draw.choice([2, 3, 4])
    depth, filters = groups * draw.choice([8, 12, 16, 32]), groups * draw.choice([8, 16, 24, 32])
    size, window = draw_fitting(draw, [13, 14, 27, 28], [3, 5], [1], [1, 2])
    text = f"{start(conv_words(filters, window))}, in {groups} groups, reads a volume of {volume(size, size, depth)}. {_ASKED}"
    hints = (_CONV, f"In {groups} groups, each filter reads only one part in {groups} of the input's channels.",
             f"Put in: ({window.kernel}*{window.kernel}*{depth}/{groups} + 1)*{filters}")  # fmt: skip
    layer = {"conv": {"filters": filters, **window.options(), "groups": groups}}
    return one(text, hints, 3, ask="params", input=volume(size, size, depth), layer=layer)


def _separable(draw: Draws) -> Made:
    depth, filters, kernel = draw.choice([8, 12, 16, 32]), draw.choice([16, 24, 32, 64]), draw.choice([3, 5, 7])
    size = draw.choice([7, 14, 28, 56])
    depthwise = {"filters": depth, "kernel": kernel, "padding": kernel // 2, "groups": depth}
    layers = [{"conv": depthwise, "name": "depthwise"}, {"conv": {"filters": filters, "kernel": 1}, "name": "pointwise"}]
    begin = (
        f"A separable convolution reads a volume of {volume(size, size, depth)} in two steps: `depthwise`, one filter of "
        f"{kernel}x{kernel} for each channel, which reads that channel alone; then `pointwise`, {filters} filters of 1x1."
    )
    asked = {"ask": "params", "network": "separable"}
    return Made((
        part(f"{begin}\n\nHow many parameters does `depthwise` have, biases counted?",
             ("A filter that reads one channel has F*F weights and one bias.", f"Put in: ({kernel}*{kernel} + 1)*{depth}"), 1,
             **asked, layer="depthwise"),
        part("And `pointwise`?", (_CONV, f"Put in: (1*1*{depth} + 1)*{filters}"), 1, **asked, layer="pointwise"),
        part(f"How many parameters has an ordinary convolution with {filters} filters of {kernel}x{kernel} on the same volume?",
             (_CONV, f"Put in: ({kernel}*{kernel}*{depth} + 1)*{filters}"), 1, ask="params", network="ordinary"),
    ), {
        "separable": {"input": volume(size, size, depth), "layers": layers},
        "ordinary": {"input": volume(size, size, depth),
                     "layers": [{"conv": {"filters": filters, "kernel": kernel, "padding": kernel // 2}}]},
    })  # fmt: skip


EXERCISE = Exercise("the parameters of convolutions, fully connected layers and others", _make)
