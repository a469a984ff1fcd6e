"""K475: the upstream gradient passed on as it is."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, slips_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    if computation.op not in ("relu", "add") and of != "bias":
        yield Way("the upstream gradient was passed on as it is, without the local gradient", computation.upstream)


MISCONCEPTION = Misconception(
    "K475",
    "local-gradient-forgotten",
    "the upstream gradient was not multiplied with the local one",
    "By the chain rule the gradient is the upstream gradient times the local one: dL/dx = dL/dy * dy/dx.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
