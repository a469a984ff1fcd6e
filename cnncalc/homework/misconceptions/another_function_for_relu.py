"""K459: another function than ReLU."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Exact, Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, slips_of

_FUNCTIONS: tuple[tuple[str, Callable[[Exact], Exact]], ...] = (
    ("negative cells were made positive, |x| in place of max(0, x)", lambda cell: max(cell, -cell)),
    ("the negative cells were kept, min(0, x) in place of max(0, x)", lambda cell: min(0, cell)),
    ("this is the slope of the ReLU, 1 where x > 0", lambda cell: int(cell > 0)),
)


def _values(computation: Computation) -> Iterator[Way]:
    if computation.op == "relu":
        before = computation.operation.operands["input"]
    elif "then" in computation.given:
        before = computation.before
    else:
        return
    for said, function in _FUNCTIONS:
        yield Way(said, Tensor(before.shape, tuple(map(function, before.cells))))


MISCONCEPTION = Misconception(
    "K459",
    "another-function-for-relu",
    "negative cells were made positive, kept while the positive ones went, or every positive cell was made 1",
    "ReLU is max(0, x): negative cells become 0 and positive ones stay as they are.",
    frozenset({"values"}),
    slips_of(values=_values),
)
