"""How much memory values and gradients take."""

from __future__ import annotations

from typing import Any

from cnncalc.homework.exercises._board import listing
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, part
from cnncalc.homework.exercises._window import conv_words, draw_fitting, start, volume
from cnncalc.tensor import DTYPE_BYTES

_EACH = "A value of {dtype} takes {each} bytes."
_VALUES = "A volume has height times width times depth values."


def _make(draw: Draws, difficulty: str) -> Made | None:
    return _layer(draw) if difficulty == "easy" else _network(draw, difficulty == "hard")


def _layer(draw: Draws) -> Made:
    size, window = draw_fitting(draw, [10, 16, 20, 28, 32], [3, 5], [1], [0, 1, 2])
    depth, filters = draw.choice([1, 3]), draw.choice([4, 6, 8, 10, 16])
    asked: dict[str, Any] = {"input": volume(size, size, depth), "layer": {"conv": {"filters": filters, **window.options()}}}
    return Made((
        part(f"{start(conv_words(filters, window))}, reads a volume of {volume(size, size, depth)}. How many values does it put "
             "out?",
             (_VALUES, f"Height and width are {window.put_in(size)}, and there are {filters} maps."), ask="activations", **asked),
        part("How many bytes do they take as float32?", (_EACH.format(dtype="float32", each=4), "Multiply what you found by 4."),
             ask="memory", dtype="float32", **asked),
    ))  # fmt: skip


def _network(draw: Draws, is_hard: bool) -> Made | None:
    """Everything that a small network holds, for a batch and for both directions where it is hard."""
    dtype = draw.same.choice(("float32", "float16")) if is_hard else "float32"
    size, window = draw_fitting(draw, [16, 20, 24, 28, 32], [3, 5], [1], [0, 1, 2])
    if window.output(size) % 2:
        return None
    depth, filters, outputs = draw.choice([1, 3]), draw.choice([4, 6, 8, 12]), draw.choice([10, 20, 50])
    side, half = window.output(size), window.output(size) // 2
    rows = [
        ("input", volume(size, size, depth)),
        ("conv1", f"{filters} filters of {window.kernel}x{window.kernel}, {window.words()}"),
        ("pool1", "max pooling, windows of 2x2, stride 2"),
        ("fc1", f"fully connected, {outputs} outputs"),
    ]
    layers = [
        {"conv": {"filters": filters, **window.options()}, "name": "conv1"},
        {"maxpool": 2, "name": "pool1"},
        {"fc": outputs, "name": "fc1"},
    ]
    each, asked = DTYPE_BYTES[dtype], dict[str, Any](network="net")
    hints = (_VALUES, "Do not forget the input, and the few values at the end.",
             f"`conv1` puts out {side}*{side}*{filters} values, `pool1` {half}*{half}*{filters}.")  # fmt: skip
    parts = [
        part(f"A small network:\n\n{listing(rows)}\n\nHow many values are there in its input and all its outputs together, for "
             "one image?", hints, ask="activations", **asked),
        part(f"How many bytes do they take as {dtype}?",
             (_EACH.format(dtype=dtype, each=each), f"Multiply what you found by {each}."), ask="memory", dtype=dtype, **asked),
        part("How many parameters does the network have, biases counted? (They do not grow with the number of images.)",
             ("Pooling has none. A convolution has (F*F*D + 1)*K, a fully connected layer a weight for every pair and a bias for "
              "every output.",
              f"Put in: ({window.kernel}*{window.kernel}*{depth} + 1)*{filters} + ({half}*{half}*{filters} + 1)*{outputs}"),
             ask="params", **asked),
    ]  # fmt: skip
    if is_hard:
        parts.append(_training(draw.choice([8, 16, 32, 64]), dtype))
    return Made(parts, {"net": {"input": rows[0][1], "layers": layers}})


def _training(batch: int, dtype: str) -> dict[str, Any]:
    """The same values with their gradients, for each image of a batch."""
    return part(
        f"In training, each of the values above has a gradient of the same size. How many bytes do values and gradients take as "
        f"{dtype}, for a batch of {batch} images?",
        ("Every image of the batch has its own values.", f"Multiply the bytes of one image by {batch} and by 2."),
        2, ask="memory", dtype=dtype, batch=batch, backward=True, network="net",
    )  # fmt: skip


EXERCISE = Exercise("the values and bytes of a layer or a small network", _make)
