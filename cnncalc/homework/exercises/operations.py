"""How many multiplications and additions a layer or a module takes."""

from __future__ import annotations

from typing import Any

from cnncalc.homework.exercises._board import listing
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, one, part
from cnncalc.homework.exercises._window import conv_words, draw_fitting, start, volume

_CONV = "Every value of the output is a dot product over F*F*D cells: a convolution takes H*W*K times that many multiply-adds."
_ASKED = "How many multiply-adds does it take for one image?"


def _make(draw: Draws, difficulty: str) -> Made | None:
    if difficulty == "easy":
        return _convolution(draw)
    return _two_layers(draw) if difficulty == "medium" else draw.same.choice((_bottleneck, _branches))(draw)


def _convolution(draw: Draws) -> Made:
    size, window = draw_fitting(draw, [8, 10, 12, 14, 16, 20], [3, 5], [1], [0, 1, 2])
    depth, filters, output = draw.choice([1, 3, 4]), draw.choice([4, 5, 8, 10]), window.output(size)
    products = f"{window.kernel}*{window.kernel}*{depth}"
    text = f"{start(conv_words(filters, window))}, reads a volume of {volume(size, size, depth)}. {_ASKED}"
    same = " The padding keeps the size." if output == size else f" Height and width of the output are {window.put_in(size)}."
    hints = (_CONV, f"One value of the output takes {products} multiply-adds.{same}",
             f"Put in: height*width*{filters} values of the output, times {products}")  # fmt: skip
    layer = {"conv": {"filters": filters, **window.options()}}
    return one(text, hints, 1, ask="macs", input=volume(size, size, depth), layer=layer)


def _two_layers(draw: Draws) -> Made | None:
    """A convolution that strides, and a fully connected layer behind it."""
    size, window = draw_fitting(draw, list(range(11, 33)), [3, 5], [2], [0, 1, 2])
    depth, filters, outputs = draw.choice([1, 3]), draw.choice([6, 8, 10, 16]), draw.choice([10, 20, 50, 100])
    rows = [
        ("input", volume(size, size, depth)),
        ("conv1", f"{filters} filters of {window.kernel}x{window.kernel}, {window.words()}"),
        ("fc1", f"fully connected, {outputs} outputs"),
    ]
    layers = [{"conv": {"filters": filters, **window.options()}, "name": "conv1"}, {"fc": outputs, "name": "fc1"}]
    asked: dict[str, Any] = {"network": "net"}
    products = f"{window.kernel}*{window.kernel}*{depth}"
    return Made((
        part(f"A small network:\n\n{listing(rows)}\n\nHow many multiply-adds does `conv1` take for one image?",
             (_CONV, f"Height and width of the output are {window.put_in(size)}.", f"Put in: height*width*{filters}*{products}"),
             ask="macs", layer="conv1", **asked),
        part("How many multiply-adds does `fc1` take for one image?",
             ("A fully connected layer takes one for each of its weights.",
              f"Put in: the values that `conv1` puts out, times {outputs}"), ask="macs", layer="fc1", **asked),
        part("How many FLOPs does the network take for one image, if a multiply-add counts as two?",
             ("Add up what both layers take.", "Then count a multiplication and an addition for each."), ask="flops", **asked),
    ), {"net": {"input": rows[0][1], "layers": layers}})  # fmt: skip


def _bottleneck(draw: Draws) -> Made:
    """A convolution at once against one with a 1x1 in front."""
    size, depth, filters = draw.choice([7, 14, 28]), draw.choice([64, 96, 128, 192]), draw.choice([32, 64, 96, 128])
    reduced, kernel = draw.choice([8, 16, 24]), draw.choice([3, 5])
    input, padding = volume(size, size, depth), kernel // 2
    conv = {"filters": filters, "kernel": kernel, "padding": padding}
    small: list[dict[str, Any]] = [{"conv": {"filters": reduced, "kernel": 1}, "name": "reduce"}, {"conv": conv, "name": "conv1"}]
    return Made((
        part(f"A volume of {input} is read by a convolution with {filters} filters of {kernel}x{kernel}, stride 1 and padding "
             f"{padding}. How many multiply-adds does it take for one image?",
             (_CONV, f"Put in: {size}*{size}*{filters}*{kernel}*{kernel}*{depth}"), ask="macs", network="direct"),
        part(f"Now a convolution with {reduced} filters of 1x1 stands in front of it. How many multiply-adds do the two take "
             "together?",
             ("The second convolution now reads fewer channels.",
              f"Put in: {size}*{size}*{reduced}*{depth} + {size}*{size}*{filters}*{kernel}*{kernel}*{reduced}"),
             ask="macs", network="reduced"),
        part("How many times as many multiply-adds does it take without the 1x1 in front, rounded to two decimals?",
             ("Divide the larger number by the smaller one.",
              "Put in: what you found for one convolution at once, over what you found for two."),
             ask="ratio", of="macs", network="direct", to="reduced"),
    ), {
        "direct": {"input": input, "layers": [{"conv": conv, "name": "conv1"}]},
        "reduced": {"input": input, "layers": small},
    })  # fmt: skip


def _branches(draw: Draws) -> Made:
    """A module of parallel convolutions, as in GoogLeNet without its reductions."""
    size, depth = draw.choice([7, 14, 28]), draw.choice([64, 96, 128, 192, 256])
    counts = {"1x1": [32, 64, 96, 128], "3x3": [48, 96, 128, 192], "5x5": [16, 24, 32, 96]}
    filters = {name: draw.choice(some) for name, some in counts.items()}
    input = volume(size, size, depth)
    branches: dict[str, Any] = {}
    parts, rows = [], [("input", input)]
    for name, count in filters.items():
        kernel = int(name[0])
        branches[name] = [{"conv": {"filters": count, "kernel": kernel, "padding": kernel // 2}, "name": f"conv{name}"}]
        rows.append((f"conv{name}", f"{count} filters of {name}, stride 1, padding {kernel // 2}"))
        parts.append(part(f"How many multiply-adds does `conv{name}` take for one image?",
                          (_CONV, f"Put in: {size}*{size}*{count}*{kernel}*{kernel}*{depth}"), ask="macs", network="module",
                          layer=f"{name}/conv{name}"))  # fmt: skip
    begin = "Three convolutions read the same volume side by side, and their outputs are stacked into one volume:"
    parts[0]["text"] = f"{begin}\n\n{listing(rows)}\n\n{parts[0]['text']}"
    parts.append(part("What is the size of the stacked output (height x width x depth)?",
                      ("All three keep the height and the width.", "Stacking adds up the depths."),
                      ask="output", network="module"))  # fmt: skip
    parts.append(part("How many multiply-adds does the whole module take for one image?",
                      ("Stacking takes none: add up what the convolutions take.",
                       "You have worked out the three of them already."), ask="macs", network="module"))  # fmt: skip
    return Made(parts, {"module": {"input": input, "layers": [{"branches": branches, "merge": "concat"}]}})


EXERCISE = Exercise("the multiply-adds of a layer, a small network or a module", _make)
