"""K440: a filter without its factor, or divided by its sum where it has none."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.filters import kernel_sums
from cnncalc.homework.exact.tensor import Tensor, exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import FILTERED, Way, changed, filter_of, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    found = filter_of(computation)
    if found is None:
        return
    scale = Fraction(computation.given.get("scale", 1))
    common = lcm(*(cell.denominator for cell in found[1].cells))
    if scale != 1:
        yield from changed(computation, f"the factor {scale} is left out", scale=None)
    elif common > 1:
        weights = Tensor(found[1].shape, tuple(exact(Fraction(common * cell)) for cell in found[1].cells))
        yield from changed(computation, f"the factor 1/{common} of the kernel is left out", **{found[0]: weights})
    sums = set(kernel_sums(computation)) if computation.op in FILTERED else set()
    if len(sums) == 1 and min(found[1].cells) >= 0 and (total := sums.pop()) not in (0, 1):
        said = f"the output was divided by the kernel's sum {total}, which is not asked for"
        yield from changed(computation, said, scale=scale / total)


MISCONCEPTION = Misconception(
    "K440",
    "kernel-not-normalized",
    "the factor of the kernel, such as the 1/9 of a mean, is left out, or the output was divided by the kernel's sum",
    "A box filter of nine cells takes a mean: each weight is 1/9. A filter without such a factor is used as it stands.",
    frozenset({"values"}),
    slips_of(values=_values),
)
