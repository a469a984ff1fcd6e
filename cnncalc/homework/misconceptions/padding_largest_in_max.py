"""K458: a zero of the padding taken for the largest cell."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, input_of, pooled, remade, slips_of, windows_of


def _values(computation: Computation) -> Iterator[Way]:
    windows = windows_of(computation)
    if computation.op != "maxpool" or windows is None:
        return
    whole = prod(axis.kernel for axis in windows.axes)

    def cell(at: int) -> tuple[Exact, str]:
        cells = [input_of(computation).cells[number] for number in pooled(computation, at)]
        cells += [0] * (whole - len(cells))
        return max(cells), f"max({', '.join(map(str, cells))})"

    yield remade(computation, "the zeros of the padding were counted, and none of them is ever the largest", cell)


MISCONCEPTION = Misconception(
    "K458",
    "padding-largest-in-max",
    "the zeros of the padding took part in max pooling",
    "Padded cells of max pooling are never the largest, as if they were minus infinity: only cells of the input count.",
    frozenset({"values"}),
    slips_of(values=_values),
)
