"""K437: a ReLU left out, or applied where there is none."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, input_of, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    if computation.op == "relu":
        yield Way("the ReLU is left out", input_of(computation))
    elif "then" in computation.given:
        yield from changed(computation, "the ReLU is left out", then=None)
    else:
        yield from changed(computation, "a ReLU was applied, and none is asked for", then="relu")


MISCONCEPTION = Misconception(
    "K437",
    "relu-forgotten",
    "the ReLU is left out, or applied where none is asked for",
    "ReLU is max(0, x): negative cells become 0, the others stay. It is applied where it is asked for, after the bias.",
    frozenset({"values"}),
    slips_of(values=_values),
)
