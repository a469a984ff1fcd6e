"""K441: a gradient that passes a closed ReLU."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed_gradient, slips_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    said = "the upstream gradient was passed on through the ReLU unchanged"
    if computation.op == "relu":
        yield Way(said, computation.upstream)
    elif "then" in computation.given:
        yield from changed_gradient(computation, of, said, then=None)


MISCONCEPTION = Misconception(
    "K441",
    "relu-passes-gradient",
    "the upstream gradient was passed on through the ReLU unchanged",
    "A ReLU passes the gradient on where its input is above 0, and gives 0 elsewhere.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
