"""K464: the output where its gradient is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, slips_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    yield Way("this is the output of the forward pass, and the gradient is asked for", computation.result, computation.worked)


MISCONCEPTION = Misconception(
    "K464",
    "output-for-gradient",
    "this is the output of the forward pass",
    "The forward pass gives the output; the gradient comes back from the upstream gradient and is shaped as what it belongs to.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
