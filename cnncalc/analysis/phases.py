"""Receptive fields behind layers that up-sample, where neighbouring cells see different shares of the input.

A transposed convolution of kernel 2 and stride 2 makes two cells of every one; both see the same pixels. Behind it the
fields repeat with a period: cell i + period sees what cell i sees, `step` pixels further on. So one left and one right
end are kept for each phase, and every figure stays exact where a single straight line would only bound it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any, NamedTuple

from cnncalc.layer_base import Axis

_MOST = 4_096  # phases, and
_WORK = 50_000  # cells looked at for one layer; beyond them a straight line bounds the field


class Phases(NamedTuple):
    """The fields of `len(lefts)` cells in a row; None for a cell that sees nothing. `step` pixels lead to the next period."""

    lefts: tuple[int | None, ...]
    rights: tuple[int | None, ...]
    step: Any

    def size(self) -> Any:
        """Pixels that the cell with the widest view sees."""
        return max((right - left + 1 for left, right in self._seen()), default=0)

    def first(self) -> tuple[Any, Any, Any]:
        """Left, right and jump of the first cell that sees something."""
        left, right = next(iter(self._seen()), (0, -1))
        return left, right, _whole(Fraction(self.step) / len(self.lefts))

    def at(self, cell: int) -> tuple[Any, Any] | None:
        """What one cell sees."""
        turns, phase = divmod(cell, len(self.lefts))
        left, right = self.lefts[phase], self.rights[phase]
        return None if left is None or right is None else (left + turns * self.step, right + turns * self.step)

    def _seen(self) -> Iterable[tuple[Any, Any]]:
        return [(a, b) for a, b in zip(self.lefts, self.rights, strict=True) if a is not None and b is not None]


def _of(reach: Any) -> Phases:
    """A straight line is one phase."""
    return reach if type(reach) is Phases else Phases((reach[0],), (reach[1],), reach[2])


def linear(reach: Any) -> tuple[Any, Any, Any]:
    """The narrowest straight line that holds every phase: left, right and jump of cell 0."""
    if type(reach) is not Phases:
        left, right, jump = reach
        return left, right, jump
    jump = reach.first()[2]
    seen = [(phase, found) for phase in range(len(reach.lefts)) if (found := reach.at(phase))]
    if not seen:
        return 0, -1, jump
    left = min(found[0] - phase * jump for phase, found in seen)
    right = max(found[1] - phase * jump for phase, found in seen)
    return _whole(left), _whole(right), jump


def _whole(value: Any) -> Any:
    return int(value) if value == int(value) else value


def pace(axis: Axis) -> Any:
    """Cells of the input from one cell of the output to the next."""
    return _whole(Fraction(axis.turn, len(axis.pattern))) if axis.pattern else axis.stride


def resample(reach: Any, axis: Axis) -> Any:
    """The fields behind a layer whose cells read what `axis.pattern` says."""
    phases = _of(reach)
    period, turn = len(axis.pattern), axis.turn
    repeats = len(phases.lefts) // gcd(turn, len(phases.lefts))  # of the pattern, until both periods end together
    near = len(phases.lefts)  # of a wide window, the outermost cells of each phase are what bounds its field
    widest = max((pair[1] - pair[0] + 1 for pair in axis.pattern if pair), default=0)
    if period * repeats > _MOST or period * repeats * min(widest, 2 * near) > _WORK:
        return _bound(phases, axis)
    cells: list[Iterable[int]] = []
    for turns in range(repeats):
        for pair in axis.pattern:
            first, last = (pair[0] + turns * turn, pair[1] + turns * turn) if pair else (0, -1)
            read = range(first, last + 1, axis.apart)
            cells.append([*read[:near], *read[-near:]] if len(read) > 2 * near else read)
    step = repeats * turn // len(phases.lefts) * phases.step
    return _made(phases, cells, step)


def _bound(phases: Phases, axis: Axis) -> Any:
    """A straight line that holds every phase, where there are too many to tell apart."""
    left, right, jump = linear(phases)
    step = pace(axis)
    reads = [(phase, pair) for phase, pair in enumerate(axis.pattern) if pair]
    before = min((pair[0] - phase * step for phase, pair in reads), default=0)
    after = max((pair[1] - phase * step for phase, pair in reads), default=0)
    return _whole(left + before * jump), _whole(right + after * jump), _whole(jump * step)


def slide(phases: Phases, axis: Axis) -> Any:
    """The fields behind an ordinary window: cell i reads the cells i*S - P, each d further on."""
    period = len(phases.lefts)
    repeats = period // gcd(axis.stride, period)
    step = repeats * axis.stride // period * phases.step
    near = min(axis.kernel, period)  # the outermost cells of a window, one of each phase, are what bounds its field
    if repeats * 2 * near > _WORK:
        left, right, jump = linear(phases)
        shift = axis.before * jump
        return left - shift, right - shift + (axis.kernel - 1) * axis.dilation * jump, _whole(jump * axis.stride)
    taps = sorted({*range(near), *range(axis.kernel - near, axis.kernel)})
    starts = [place * axis.stride - axis.before for place in range(repeats)]
    return _made(phases, [[start + tap * axis.dilation for tap in taps] for start in starts], step)


def _made(phases: Phases, cells: Sequence[Iterable[int]], step: Any) -> Any:
    """The hull of what each list of cells sees, as phases or, where one is enough, as a line."""
    lefts: list[Any] = []
    rights: list[Any] = []
    for read in cells:
        seen = [found for cell in read if (found := phases.at(cell))]
        lefts.append(min(left for left, _ in seen) if seen else None)
        rights.append(max(right for _, right in seen) if seen else None)
    return _shortest(Phases(tuple(lefts), tuple(rights), step))


def _shortest(phases: Phases) -> Any:
    """Fewer phases where the fields repeat earlier; one phase is a straight line."""
    period = len(phases.lefts)
    for shorter in (n for n in range(1, period) if period % n == 0 and phases.step * n % period == 0):
        candidate = Phases(phases.lefts[:shorter], phases.rights[:shorter], phases.step * shorter // period)
        if all(candidate.at(cell) == phases.at(cell) for cell in range(period)):
            phases = candidate
            break
    if len(phases.lefts) == 1 and phases.lefts[0] is not None:
        return (phases.lefts[0], phases.rights[0], phases.step)
    return phases


def hull(reaches: Sequence[Any]) -> Any:
    """Where paths meet; those that do not step alike are bounded by straight lines."""
    found = [_of(reach) for reach in reaches]
    period = lcm(*(len(phases.lefts) for phases in found))
    jumps = {Fraction(phases.step) / len(phases.lefts) for phases in found}
    if len(jumps) > 1 or period > _MOST:
        lines = [linear(phases) for phases in found]
        return min(line[0] for line in lines), max(line[1] for line in lines), max(line[2] for line in lines)
    lefts: list[Any] = []
    rights: list[Any] = []
    for cell in range(period):
        seen = [reach for phases in found if (reach := phases.at(cell))]
        lefts.append(min(left for left, _ in seen) if seen else None)
        rights.append(max(right for _, right in seen) if seen else None)
    return _shortest(Phases(tuple(lefts), tuple(rights), _whole(jumps.pop() * period)))
