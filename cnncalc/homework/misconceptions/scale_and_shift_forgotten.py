"""K472: a batch normalisation without gamma and beta."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    if computation.op == "batchnorm":
        yield from changed(computation, "gamma and beta are left out", gamma=None, beta=None)
        yield from changed(computation, "gamma is left out", gamma=None)
        yield from changed(computation, "beta is left out", beta=None)


MISCONCEPTION = Misconception(
    "K472",
    "scale-and-shift-forgotten",
    "gamma or beta was left out of batch normalisation",
    "After the normalisation every feature is scaled and shifted by learned numbers: gamma*x + beta.",
    frozenset({"values"}),
    slips_of(values=_values),
)
