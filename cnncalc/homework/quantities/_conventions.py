"""A quotient of two figures under the key's `biases`: of parameters, with the biases, without them, or either way."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from cnncalc.homework.quantities._quantity import Answered, Asked, truth

_FIGURES = {"counted": ("params",), "left out": ("weights",), "either": ("params", "weights")}
_SAID = {"counted": ", biases counted", "left out": ", biases left out", "either": ""}


def quotient(
    asked: Asked, of: str, parts: Callable[[str], tuple[int, int]], shown: Callable[[Fraction], str], times: int, text: str
) -> Answered:
    """`times` the first over the second, each for a figure such as `weights`; `text` ends in a question mark."""
    figures = _FIGURES[asked.biases] if of == "params" else (of,)
    pairs = [parts(figure) for figure in figures]
    values = [Fraction(times * one, other) for one, other in pairs if other]
    truths = [truth(value, "without the biases" if number else "") for number, value in enumerate(dict.fromkeys(values))]
    said = _SAID[asked.biases] if of == "params" else ""
    one, other = pairs[0]
    return Answered(tuple(truths), (f"{one:,} / {other:,} = {shown(values[0])}",), f"{text.removesuffix('?')}{said}?")
