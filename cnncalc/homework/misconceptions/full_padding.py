"""K478: a window that reaches in by one cell alone, as in a full convolution."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import FILTERED, Way, changed, slips_of, windows_of


def _values(computation: Computation) -> Iterator[Way]:
    windows = windows_of(computation)
    if computation.op in FILTERED and windows is not None:
        full = [axis.dilation * (axis.kernel - 1) for axis in windows.axes]
        said = f"the window started with one cell inside the input, padding {max(full)}"
        yield from changed(computation, said, padding=full, padding_mode=None)


MISCONCEPTION = Misconception(
    "K478",
    "full-padding",
    "every window was used that reaches any cell of the input",
    "Without padding the window lies wholly inside the input; with padding P it reaches P cells outside. Tools that "
    "calculate a full convolution, such as numpy.convolve, pad by F - 1.",
    frozenset({"values"}),
    slips_of(values=_values),
)
