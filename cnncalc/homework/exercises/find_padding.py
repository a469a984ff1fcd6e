"""Which padding gives an output of a certain size."""

from __future__ import annotations

from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, one
from cnncalc.homework.exercises._window import FORMULA

_TURNED = "Turned round: all padding of an axis together, 2P, is (output - 1)*S + F - N."


def _make(draw: Draws, difficulty: str) -> Made | None:
    if difficulty == "easy":
        return _kept(draw)
    size, kernel, stride = draw.between(9, 80), draw.between(3, 7), draw.between(2, 4)
    output = -(-size // stride) + draw.between(-1, 1)
    total = (output - 1) * stride + kernel - size
    if difficulty == "hard":
        return _uneven(size, kernel, stride, output) if total % 2 and 0 < total < kernel else None
    if total % 2 or not 0 < total < 2 * kernel - 1 or stride > kernel:
        return None
    text = (
        f"An input of {size}x{size} is to become an output of {output}x{output}, with windows of {kernel}x{kernel} and stride "
        f"{stride}. Which padding, the same on all sides, does that need?"
    )
    hints = (FORMULA, _TURNED, f"Put in: 2P = ({output} - 1)*{stride} + {kernel} - {size}")
    return one(text, hints, 2, ask="padding", find={"input": size, "kernel": kernel, "stride": stride, "output": output})


def _kept(draw: Draws) -> Made:
    """The size is to stay as it is."""
    size, kernel = draw.between(7, 64), draw.choice([3, 5, 7, 9, 11])
    text = (
        f"A convolution with windows of {kernel}x{kernel} and stride 1 reads an input of {size}x{size}. The output is to be "
        f"{size}x{size} too. Which padding, the same on all sides, does that need?"
    )
    hints = (FORMULA, "At stride 1 the output is as large as the input where 2P = F - 1.", f"Put in: 2P = {kernel} - 1")
    return one(text, hints, 1, ask="padding", find={"input": size, "kernel": kernel, "stride": 1, "output": size})


def _uneven(size: int, kernel: int, stride: int, output: int) -> Made | None:
    """No padding that is the same on both sides does it."""
    if stride > kernel:
        return None
    text = (
        f"An input of {size}x{size} is to become an output of {output}x{output}, with windows of {kernel}x{kernel} and stride "
        f"{stride}. No padding that is the same on all sides does it. Which padding before and after does each axis need, so "
        f"that nothing is left over? Any split of it counts; write it as `[before, after]`."
    )
    hints = (FORMULA, "Before and after may differ: P before and Q after stand for 2P in the formula, and P + Q = "
             "(output - 1)*S + F - N.", f"Put in: P + Q = ({output} - 1)*{stride} + {kernel} - {size}")  # fmt: skip
    return one(text, hints, 3, ask="padding", find={"input": size, "kernel": kernel, "stride": stride, "output": output})


EXERCISE = Exercise("the padding that gives an output of a certain size", _make)
