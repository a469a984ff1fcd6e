"""K431: a kernel turned where it is laid on as it is, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, filter_of, flipped, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    if computation.op == "correlation":
        said = "the kernel was turned by 180 degrees, which correlation does not do"
        yield from changed(computation, said, op="convolution")
    elif computation.op == "convolution":
        said = "the kernel was not turned by 180 degrees, which true convolution does"
        yield from changed(computation, said, op="correlation")
    elif computation.op == "deconv" and (found := filter_of(computation)):
        key, filter = found
        axes = (-1,) if len(computation.operation.operands["input"].shape) == 1 else (-2, -1)
        said = "the kernel was turned by 180 degrees, which a transposed convolution does not do"
        yield from changed(computation, said, **{key: flipped(filter, axes)})


MISCONCEPTION = Misconception(
    "K431",
    "kernel-flipped",
    "the kernel was turned by 180 degrees where it is laid on as it is, or the reverse",
    "Correlation, which deep learning calls convolution, lays the kernel on the input as it is. True convolution "
    "turns it by 180 degrees first. For a symmetric kernel both are the same.",
    frozenset({"values"}),
    slips_of(values=_values),
)
