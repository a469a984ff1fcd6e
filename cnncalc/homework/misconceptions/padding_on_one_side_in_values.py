"""K453: padding before or after the input alone."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, slips_of, windows_of


def _values(computation: Computation) -> Iterator[Way]:
    windows = windows_of(computation)
    if windows is None:
        return
    sides = [(axis.before, axis.after) for axis in windows.axes]
    one = len(sides) == 1
    before, after = ("left", "right") if one else ("top left", "bottom right")
    ways = [
        (f"the padding was put at the {before} alone", [(pad, 0) for pad, _ in sides]),
        (f"the padding was put at the {after} alone", [(0, pad) for _, pad in sides]),
    ]
    if not one:
        ways.append(("the padding was put at the top and bottom alone", [sides[0], (0, 0)]))
        ways.append(("the padding was put left and right alone", [(0, 0), sides[1]]))
    for said, padding in ways:
        if padding != sides and any(map(any, padding)):
            yield from changed(computation, said, padding=padding)


MISCONCEPTION = Misconception(
    "K453",
    "padding-on-one-side-in-values",
    "the input was padded at one end of each axis, or along one axis alone",
    "Padding P puts P cells at both ends of every axis: left and right, top and bottom.",
    frozenset({"values"}),
    slips_of(values=_values),
    rank=20,
)
