"""K451: a kernel mirrored on one axis alone."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, filter_of, flipped, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    found = filter_of(computation)
    if found is None or len(computation.operation.operands["input"].shape) == 1:
        return
    key, filter = found
    turned = computation.op == "convolution"  # with one more mirroring, one is left
    for axis, said in ((-2 if turned else -1, "left to right"), (-1 if turned else -2, "top to bottom")):
        way = f"the kernel was mirrored {said}{' alone' if turned else ''}"
        yield from changed(computation, way, **{key: flipped(filter, (axis,))})


MISCONCEPTION = Misconception(
    "K451",
    "kernel-mirrored-on-one-axis",
    "the kernel was mirrored left to right or top to bottom alone",
    "Correlation lays the kernel on as it is; true convolution turns it by 180 degrees, which mirrors it on both axes.",
    frozenset({"values"}),
    slips_of(values=_values),
    rank=20,
)
