"""K457: a dilated kernel laid on without its gaps."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, slips_of, windows_of


def _values(computation: Computation) -> Iterator[Way]:
    windows = windows_of(computation)
    if windows is not None and any(axis.dilation > 1 for axis in windows.axes):
        gaps = max(axis.dilation for axis in windows.axes)
        yield from changed(computation, f"the dilation {gaps} is left out", dilation=1)


MISCONCEPTION = Misconception(
    "K457",
    "dilation-ignored-in-values",
    "the kernel was laid on without the gaps of its dilation",
    "With dilation d the cells under the kernel lie d apart: with 2 every second cell is passed over.",
    frozenset({"values"}),
    slips_of(values=_values),
)
