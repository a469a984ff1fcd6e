"""Which stride, which window or which input gives an output of a certain size."""

from __future__ import annotations

from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, one
from cnncalc.homework.exercises._window import FORMULA, Window, draw_fitting
from cnncalc.homework.solve import Problem, solve

_TURNED = {
    "stride": "Turned round: the stride is (N + 2P - F)/(output - 1).",
    "kernel": "Turned round: the window is N + 2P - (output - 1)*S.",
    "input": "Turned round: the input is (output - 1)*S + F - 2P.",
}
_PUT_IN = {
    "stride": "({size} + 2*{padding} - {kernel})/({output} - 1)",
    "kernel": "{size} + 2*{padding} - ({output} - 1)*{stride}",
    "input": "({output} - 1)*{stride} + {kernel} - 2*{padding}",
}
_SIZES = {"easy": (6, 20), "medium": (12, 64), "hard": (48, 230)}


def _make(draw: Draws, difficulty: str) -> Made | None:
    wanted = draw.same.choice(("stride", "kernel") if difficulty != "hard" else ("stride", "kernel", "input"))
    low, high = _SIZES[difficulty]
    size, window = draw_fitting(draw, list(range(low, high)), [2, 3, 4, 5, 7, 11] if difficulty == "hard" else [2, 3, 4, 5],
                                [1, 2, 3, 4], [0] if difficulty == "easy" else [0, 1, 2])  # fmt: skip
    output = window.output(size)
    values = {"input": size, "kernel": window.kernel, "stride": window.stride, "padding": window.padding, "output": output}
    find = {name: value for name, value in values.items() if name != wanted}
    if output == 2 or values[wanted] == 1 or len(solve(Problem.from_plain(find), 2)) != 1:
        return None
    hints = (FORMULA, _TURNED[wanted], f"Put in: {_PUT_IN[wanted].format(size=size, **{**values, 'output': output})}")
    return one(_text(wanted, size, window, output), hints, {"easy": 1, "medium": 2, "hard": 3}[difficulty], ask=wanted, find=find)


def _text(wanted: str, size: int, window: Window, output: int) -> str:
    kernel, stride = f"{window.kernel}x{window.kernel}", f"stride {window.stride}"
    padding = f"padding {window.padding}" if window.padding else "no padding"
    if wanted == "stride":
        return (
            f"Windows of {kernel} slide over an input of {size}x{size} with {padding}, and the output is {output}x{output}. "
            f"What is the stride, if nothing is left over?"
        )
    if wanted == "kernel":
        return (
            f"Square windows slide over an input of {size}x{size} with {stride} and {padding}, and the output is "
            f"{output}x{output}. How large is the window (its side), if nothing is left over?"
        )
    return (
        f"Windows of {kernel} slide over a square input with {stride} and {padding}, and the output is {output}x{output}. "
        f"How large is the input (its side), if nothing is left over?"
    )


EXERCISE = Exercise("the stride, the window or the input that gives an output of a certain size", _make)
