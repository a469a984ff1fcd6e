"""How much of the input a value of the output depends on."""

from __future__ import annotations

from typing import Any

from cnncalc.homework.exercises._board import listing
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, part
from cnncalc.homework.exercises._window import Window

_GROWS = (
    "Begin with one pixel. A layer with windows of F adds (F - 1)*j to it: j is how far apart in the input two neighbours are "
    "that the layer reads, 1 at first."
)
_ASKED = "How many pixels of the input, height x width, does one value of the output depend on (its receptive field)?"


def _make(draw: Draws, difficulty: str) -> Made | None:
    if difficulty == "easy":
        chain = [("conv", Window(draw.choice([2, 3, 5, 7]))) for _ in range(draw.between(2, 4))]
    elif difficulty == "medium":
        chain = [
            ("conv", Window(draw.between(2, 7))),
            ("pool", Window(draw.choice([2, 3]), 2)),
            ("conv", Window(draw.between(2, 7))),
        ]
        chain += [("pool", Window(draw.choice([2, 3]), 2))] if draw.below(2) else [("conv", Window(draw.choice([2, 3, 4])))]
    else:
        chain = [("conv", Window(draw.choice([5, 7, 11]), draw.choice([2, 3, 4]))), ("pool", Window(3, 2))]
        chain += [("conv", Window(3, 1, 0, draw.choice([1, 2, 3]))), ("conv", Window(draw.choice([3, 5]), draw.choice([1, 2])))]
        chain += [("pool", Window(draw.choice([2, 3]), 2))]
    return _chain(draw, chain, difficulty)


def _chain(draw: Draws, chain: list[tuple[str, Window]], difficulty: str) -> Made:
    """Over an input on which everything fits: the size is worked out from the last layer to the first."""
    size = draw.between(1, 2)
    for _, window in reversed(chain):
        size = (size - 1) * window.stride + window.span
    count: dict[str, int] = {}
    rows, layers = list[tuple[str, str]](), list[dict[str, Any]]()
    for kind, window in chain:
        count[kind] = count.get(kind, 0) + 1
        name = f"{kind}{count[kind]}"
        dilation = f", dilation {window.dilation}" if window.dilation > 1 else ""
        what = "windows" if kind == "conv" else "max pooling, windows"
        rows.append((name, f"{what} of {window.kernel}x{window.kernel}, stride {window.stride}{dilation}"))
        conv, pool = {"filters": 4, **window.options()}, {"kernel": window.kernel, "stride": window.stride}
        layers.append({"conv": conv, "name": name} if kind == "conv" else {"maxpool": pool, "name": name})
    parts = [part(f"These layers follow one another, without padding:\n\n{listing(rows)}\n\n{_ASKED}", _hints(chain),
                  {"easy": 1, "medium": 2, "hard": 2}[difficulty], ask="field", network="chain", layer=rows[-1][0])]  # fmt: skip
    if difficulty == "hard":
        hints = ("One step of the output is as many steps of the input as all strides multiplied.",
                 f"Put in: {'*'.join(str(window.stride) for _, window in chain)}")  # fmt: skip
        parts.append(part("How many pixels of the input apart are neighbouring values of the output?", hints,
                          ask="jump", network="chain", layer=rows[-1][0]))  # fmt: skip
    return Made(parts, {"chain": {"input": f"{size}x{size}x3", "layers": layers}})


def _hints(chain: list[tuple[str, Window]]) -> list[str]:
    """The recurrence, what strides do to it, and its numbers."""
    jump, addends = 1, ["1"]
    for _, window in chain:
        dilation = f"*{window.dilation}" if window.dilation > 1 else ""
        addends.append(f"({window.kernel} - 1){dilation}*{jump}")
        jump *= window.stride
    rule = "Behind a layer with stride S, j is S times as large." if jump > 1 else "No layer has a stride here, so j stays 1."
    if any(window.dilation > 1 for _, window in chain):
        rule += " With dilation D, a layer adds (F - 1)*D*j."
    return [_GROWS, rule, f"Put in: {' + '.join(addends)}"]


EXERCISE = Exercise("the receptive field of a chain of layers", _make)
