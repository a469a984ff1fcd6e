"""K444: the gradient of another value."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, gradient_way, slips_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    for key in computation.operation.operands:
        if key != of:
            yield gradient_way(f"this is dL/d({key}), and dL/d({of}) is asked for", computation, key)


MISCONCEPTION = Misconception(
    "K444",
    "gradient-of-the-other",
    "this is the gradient of another value than the one asked for",
    "Each value that a layer reads has a gradient of its own, shaped as the value itself: dL/dx as x, dL/dw as w.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
