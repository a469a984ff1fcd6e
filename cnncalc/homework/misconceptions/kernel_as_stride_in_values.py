"""K455: windows side by side where they overlap."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.wording import by_axis
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, slips_of, windows_of


def _values(computation: Computation) -> Iterator[Way]:
    windows = windows_of(computation)
    if windows is not None:
        kernel, stride = tuple(axis.kernel for axis in windows.axes), tuple(axis.stride for axis in windows.axes)
        said = f"the window was moved by its own size {by_axis(kernel)} in place of {by_axis(stride)}"
        yield from changed(computation, said, stride=kernel)


MISCONCEPTION = Misconception(
    "K455",
    "kernel-as-stride-in-values",
    "the window was moved by its own size, so that no two windows overlap",
    "The stride says how far the window moves. Where it is smaller than the window, neighbouring windows overlap.",
    frozenset({"values"}),
    slips_of(values=_values),
)
