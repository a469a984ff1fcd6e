"""K452: a kernel with its rows as columns."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, filter_of, slips_of, transposed


def _values(computation: Computation) -> Iterator[Way]:
    found = filter_of(computation)
    if found is not None and len(computation.operation.operands["input"].shape) > 1:
        key, filter = found
        yield from changed(computation, "the kernel was transposed", **{key: transposed(filter)})


MISCONCEPTION = Misconception(
    "K452",
    "kernel-transposed",
    "the rows of the kernel were laid along the columns of the input",
    "The kernel lies on the input with its rows along the input's rows; it is not transposed.",
    frozenset({"values"}),
    slips_of(values=_values),
    rank=20,
)
