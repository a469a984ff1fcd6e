"""K449: one way of pooling for another, backwards."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, input_of, pooled, routed, slips_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    cells = input_of(computation).cells
    if computation.op == "maxpool":
        said = "the gradient was shared by the window, and its largest cell gets all"
        yield routed(computation, said, lambda at: _shared(pooled(computation, at)))
    elif computation.op in ("avgpool", "globalavgpool"):
        said = "the gradient was given to the largest cell, and every cell gets a share"
        yield routed(computation, said, lambda at: {max(pooled(computation, at), key=cells.__getitem__): 1})
    else:
        return
    said = "every cell of the window got the whole gradient"
    yield routed(computation, said, lambda at: dict.fromkeys(pooled(computation, at), 1))


def _shared(window: list[int]) -> dict[int, Exact]:
    return dict.fromkeys(window, Fraction(1, len(window)))


MISCONCEPTION = Misconception(
    "K449",
    "max-gradient-spread",
    "the gradient of max pooling was spread over the window, or that of average pooling given to one cell or whole to every cell",
    "Backwards, max pooling gives the whole gradient to the largest cell of each window and 0 to the others; "
    "average pooling gives every cell an equal share.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
