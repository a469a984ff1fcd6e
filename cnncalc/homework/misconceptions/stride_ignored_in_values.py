"""K432: windows moved by one cell where the stride is larger."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.wording import by_axis
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, at, built, changed, slips_of, windows_of


def _values(computation: Computation) -> Iterator[Way]:
    stride = computation.given.get("stride", ())
    if not any(step > 1 for step in stride):
        return
    said = f"the window was moved by 1 in place of {by_axis(stride)}"
    for way in changed(computation, said, stride=1):
        yield way
        if windows_of(computation) is not None:  # as many cells as are asked for, from the corner
            yield way._replace(cells=built(computation.shape, partial(at, way.cells)))
    if len(stride) == 2:
        for axis, name in enumerate(("downwards", "to the right")):
            alone = tuple(1 if axis == number else step for number, step in enumerate(stride))
            yield from changed(computation, f"the window was moved by 1 in place of {stride[axis]} {name}", stride=alone)


MISCONCEPTION = Misconception(
    "K432",
    "stride-ignored-in-values",
    "the window was moved by 1 cell where the stride is larger",
    "The stride says by how many cells the window moves: with stride 2 every second place is left out, and the "
    "output is as much smaller.",
    frozenset({"values"}),
    slips_of(values=_values),
)
