"""K456: an output without its last row and column."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, at, built, slips_of, windows_of


def _values(computation: Computation) -> Iterator[Way]:
    windows, cells = windows_of(computation), computation.result
    if windows is not None and min(windows.places) > 1:
        rest = len(cells.shape) - len(windows.places)
        shape = (*cells.shape[:rest], *(size - 1 for size in windows.places))
        yield Way("the last window of each axis is missing", built(shape, lambda place: at(cells, place)))


MISCONCEPTION = Misconception(
    "K456",
    "last-window-forgotten",
    "the last window of each axis is missing",
    "On each axis there are (N + 2P - F)/S + 1 windows: the first one stands before any step.",
    frozenset({"values"}),
    slips_of(values=_values),
    rank=20,
)
