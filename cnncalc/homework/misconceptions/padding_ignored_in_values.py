"""K433: an output without its padding, or padded where nothing is."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, slips_of, windows_of


def _values(computation: Computation) -> Iterator[Way]:
    windows = windows_of(computation)
    if windows is None:
        if any(map(any, computation.given.get("padding", ()))):
            yield from changed(computation, "the padding, which a transposed convolution takes away, is left out", padding=0)
    elif any(axis.before or axis.after for axis in windows.axes):
        yield from changed(computation, "the padding is left out", padding=0, padding_mode=None)
    elif all(axis.kernel % 2 for axis in windows.axes) and computation.op != "maxpool":
        same = [axis.dilation * (axis.kernel - 1) // 2 for axis in windows.axes]
        said = f"the input was padded by {max(same)}, and no padding is asked for"
        yield from changed(computation, said, padding=same, padding_mode=None)


MISCONCEPTION = Misconception(
    "K433",
    "padding-ignored-in-values",
    "the padding is left out, or the input is padded where no padding is asked for",
    "Padding lays zeros round the input before the window moves, so the window also stands partly outside; "
    "without padding every window lies wholly inside.",
    frozenset({"values"}),
    slips_of(values=_values),
)
