"""K468: a gradient with the cells of the padding."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import MOST_CELLS, Exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import FILTERED, Place, Way, at, built, changed_gradient, slips_of, windows_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    windows = windows_of(computation)
    if computation.op not in (*FILTERED, "avgpool") or windows is None or windows.mode != "zero":
        return
    input = computation.operation.operands["input"]
    rest = len(input.shape) - len(windows.axes)
    shape = (*input.shape[:rest], *(axis.before + axis.size + axis.after for axis in windows.axes))
    if prod(shape) > MOST_CELLS or computation.given.get("count_padding") is False:
        return

    def cell(place: Place) -> Exact:
        there = [at - axis.before for at, axis in zip(place[rest:], windows.axes, strict=True)]
        inside = all(0 <= at < axis.size for at, axis in zip(there, windows.axes, strict=True))
        return at(input, (*place[:rest], *there)) if inside else 0

    padded = built(shape, cell)
    if of == "input" and padded.shape != input.shape:
        yield from changed_gradient(computation, of, "the gradient of the padding was kept", input=padded, padding=0)


MISCONCEPTION = Misconception(
    "K468",
    "padding-kept-in-gradient",
    "the gradient of the padding was kept",
    "The gradient is shaped as the input itself; what goes back to the padding is dropped.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
