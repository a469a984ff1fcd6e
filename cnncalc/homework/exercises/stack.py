"""The outputs of the layers of a small network, one after the other: a slip in one of them runs through the rest."""

from __future__ import annotations

from typing import Any

from cnncalc.homework.exercises._board import listing
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, Part, part
from cnncalc.homework.exercises._window import Window, volume, windows

_KINDS = {
    "easy": ("conv", "pool", "conv"),
    "medium": ("conv", "pool", "conv", "pool", "fc"),
    "hard": ("conv", "conv", "pool", "conv", "pool", "fc"),
}
_SIZES = {"easy": [16, 20, 28, 32], "medium": [28, 32, 36, 44, 60], "hard": [47, 63, 96, 127, 151, 227]}
_FORMULA = "Go from layer to layer: each reads what the one before it puts out, and (N + 2P - F)/S + 1 gives its size."


def _make(draw: Draws, difficulty: str) -> Made | None:
    size, depth = draw.choice(_SIZES[difficulty]), draw.choice([1, 3])
    input, filters = volume(size, size, depth), draw.choice([4, 6, 8])
    rows, layers, parts, count = [("input", input)], list[dict[str, Any]](), list[Part](), dict[str, int]()
    for kind in _KINDS[difficulty]:
        count[kind] = count.get(kind, 0) + 1
        name = f"{kind}{count[kind]}"
        if kind == "fc":
            outputs = draw.choice([10, 20, 100])
            rows.append((name, f"fully connected, {outputs} outputs"))
            layers.append({"fc": outputs, "name": name})
            parts.append(_parameters(name, outputs))
            continue
        window = _drawn(draw, kind, size, difficulty)
        if window is None:
            return None
        before = f"N = {size}" if not parts else "N is the size that you found before"
        hint = f"`{name}`: F = {window.kernel}, S = {window.stride}, P = {window.padding}, and {before}"
        if kind == "conv":
            filters += draw.choice([2, 4, 6])
            rows.append((name, f"{filters} filters of {window.kernel}x{window.kernel}, {window.words()}"))
            layers.append({"conv": {"filters": filters, **window.options()}, "name": name})
            depth_hint = "A convolution's output is as deep as it has filters."
        else:
            rows.append((name, f"max pooling, windows of {window.kernel}x{window.kernel}, stride {window.stride}"))
            layers.append({"maxpool": {"kernel": window.kernel, "stride": window.stride}, "name": name})
            depth_hint = "Pooling keeps the depth: it works on each map by itself."
        parts.append(part(f"What does `{name}` put out (height x width x depth)?", (_FORMULA, depth_hint, hint), ask="output",
                          network="stack", layer=name))  # fmt: skip
        size = window.output(size)
    parts[0]["text"] = f"A small network, layer by layer:\n\n{listing(rows)}\n\n{parts[0]['text']}"
    return Made(parts, {"stack": {"input": input, "layers": layers}})


def _drawn(draw: Draws, kind: str, size: int, difficulty: str) -> Window | None:
    """A window that fits and leaves something for the layers behind it."""
    if kind == "pool":
        choices = windows([2, 3] if difficulty == "hard" else [2], [2], [0])
    else:
        strides = [1, 2] if difficulty == "hard" and size > 40 else [1]
        choices = windows([3, 5] if size < 100 else [5, 7, 11], strides, [0, 1, 2])
    fitting = [window for window in choices if window.rest(size) == 0 and window.output(size) > 1 and window.output(size) != size]
    if difficulty != "hard" and kind == "conv":  # that sizes are kept is seen as well
        fitting += [window for window in choices if window.output(size) == size and window.rest(size) == 0]
    return draw.choice(fitting) if fitting else None


def _parameters(name: str, outputs: int) -> Part:
    hints = (
        "Every output of a fully connected layer has a weight for every value of its input, and a bias.",
        "Its input is the whole volume that the layer before it puts out: height times width times depth values.",
        f"{outputs} times the values of that volume, and {outputs} biases",
    )
    return part(f"How many parameters does `{name}` have, biases counted?", hints, ask="params", network="stack", layer=name)


EXERCISE = Exercise("the outputs of a small network, layer by layer", _make)
