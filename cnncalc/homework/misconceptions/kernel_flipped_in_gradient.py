"""K446: a gradient that met the weights of the turned kernel."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed_gradient, slips_of

_OTHER = {"correlation": "convolution", "convolution": "correlation"}


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    if computation.op in _OTHER:
        said = "each cell met the weight at the other end of the kernel"
        yield from changed_gradient(computation, of, said, op=_OTHER[computation.op])


MISCONCEPTION = Misconception(
    "K446",
    "kernel-flipped-in-gradient",
    "backwards, each cell met the weight at the other end of the kernel",
    "An input cell gets back the upstream gradient times the very weight that it met forwards. Seen as a window "
    "over the gradient, that is the kernel turned by 180 degrees.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
