"""True convolution: correlation with the filter turned by 180 degrees, which is flipped on every spatial axis."""

from __future__ import annotations

from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition
from cnncalc.homework.exact.operations.correlation import KEYS, MEANS, Correlation


def _build(given: Given) -> Correlation:
    return Correlation(given, flipped=True)


WHAT = "each output cell is the sum of input*filter over its window, the filter turned by 180 degrees"
DEFINITION = Definition(KEYS, _build, WHAT, MEANS)
