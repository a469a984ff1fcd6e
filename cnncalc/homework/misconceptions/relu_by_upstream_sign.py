"""K442: a ReLU opened by the sign of the gradient."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed_gradient, slips_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    if computation.op != "relu" and "then" not in computation.given:
        return
    above = Tensor(computation.shape, tuple(max(0, cell) for cell in computation.upstream.cells))
    said = "the ReLU was applied to the upstream gradient, and its input decides"
    if computation.op == "relu":
        yield Way(said, above)
    else:
        yield from changed_gradient(computation, of, said, then=None, upstream=above)
    yield from changed_gradient(computation, of, "negative upstream gradients were set to 0 as well", upstream=above)


MISCONCEPTION = Misconception(
    "K442",
    "relu-by-upstream-sign",
    "the ReLU was applied to the gradient itself",
    "What decides is the sign of the ReLU's input in the forward pass, not that of the gradient: where x > 0 even "
    "a negative gradient passes, and where x < 0 none does.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
