"""Pools on arrays: windows joined axis by axis, a block of output rows at a time, so that what stands between stays in the cache.

Padding is never read: the windows that have the same taps inside the input are joined together, those at the borders apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import prod
from numbers import Rational
from typing import Any, NamedTuple

from cnncalc.layer_base import Array, Axis, Machine
from cnncalc.layers._arithmetic import wide
from cnncalc.layers._strips import blocks_of_rows
from cnncalc.layers._taps import inside, span, taps

#: Blocks of the machine's size that the rows of one block read: fewer calls weigh more than a cache that is not quite enough.
_BLOCKS = 4


class Run(NamedTuple):
    """Windows [first, last) of one axis, which have the same taps inside the input."""

    first: int
    last: int
    taps: tuple[int, ...]  # the cells that the first of them reads
    step: int  # from one window to the next


#: The runs of each axis.
Plan = Sequence[Sequence[Run]]


def plan_of(axes: Sequence[Axis]) -> Plan:
    return [_runs(axis) for axis in axes]


@lru_cache(maxsize=4_096)
def _runs(axis: Axis) -> tuple[Run, ...]:
    starts = [number * axis.dilation - axis.before for number in range(axis.kernel)]
    spans = [inside(start, axis.stride, axis.out, axis.size) for start in starts]
    found = []
    for first, last in pairwise(sorted({0, axis.out, *[border for borders in spans for border in borders]})):
        read = [start + first * axis.stride for start, (low, high) in zip(starts, spans, strict=True) if low <= first < high]
        found.append(Run(first, last, tuple(read), axis.stride))
    return tuple(found)


def pool(on: Machine, x: Array, out: Array, plan: Plan, join: Any, empty: Any, then: Callable[[Array, slice], None] | None = None,
         *, of: Callable[[Array], Array] | None = None) -> None:  # fmt: skip
    """Every window's cells joined by a ufunc into `out`; `empty` where a window reads none.

    `of(cells)` makes of the input's cells that a block reads those that are joined. `then(block, rows)` is applied to each
    block of output rows; last the machine is told that it is written.
    """
    rows, a_row = out.shape[1], prod(out.shape[2:-1])

    def work(images: slice, at: slice) -> None:
        block, cells, places = out[images, at], x[images], plan
        if of is not None:
            first, last = _read(plan[0], at)
            cells, places = of(cells[:, first:last]), [_moved(plan[0], first), *plan[1:]]
        _join(on, cells, block, places, at, join, empty)
        if then is not None:
            then(block, at)
        on.finish((images.start * rows + at.start) * a_row, ((images.stop - 1) * rows + at.stop) * a_row)

    if x.size <= on.block:  # done sooner than a second worker has begun
        work(slice(0, len(out)), slice(0, rows))
        return
    read = prod(x.shape[2:]) * max(x.shape[1] // rows, 1)
    blocks_of_rows(on, out.shape[0], rows, max(_BLOCKS * on.block // read, 1), work)


def _read(line: Sequence[Run], at: slice) -> tuple[int, int]:
    """The first and last (exclusive) cell that the windows `at` read; (0, 0) where they read none."""
    read = [
        run.taps[end] + (window - run.first) * run.step
        for run in line
        for end, window in ((0, max(run.first, at.start)), (-1, min(run.last, at.stop) - 1))
        if run.taps and max(run.first, at.start) < min(run.last, at.stop)
    ]
    return (min(read), max(read) + 1) if read else (0, 0)


def _moved(line: Sequence[Run], first: int) -> list[Run]:
    """The same windows on cells of which those before `first` are cut off."""
    return [run._replace(taps=tuple([tap - first for tap in run.taps])) for run in line]


def _join(on: Machine, source: Array, block: Array, plan: Plan, at: slice, join: Any, empty: Any) -> None:
    """The rows `at` of some images. The first axis comes first: whole rows lie together, and none is read in vain."""
    for axis, line in enumerate(plan, 1):
        target, rows = block, at if axis == 1 else slice(0, block.shape[axis])
        if axis < len(plan):
            target = on.scratch(f"pool {axis % 2}", (*block.shape[: axis + 1], *source.shape[axis + 1 :]))
        for run in line:
            first, last = max(run.first, rows.start), min(run.last, rows.stop)
            if first < last:
                _join_run(source, target, axis, run, first, last, rows.start, join, empty)
        source = target


def _join_run(
    source: Array, target: Array, axis: int, run: Run, first: int, last: int, origin: int, join: Any, empty: Any
) -> None:
    lead = (slice(None),) * axis
    into = target[(*lead, slice(first - origin, last - origin))]
    moved = (first - run.first) * run.step
    read = [source[(*lead, span(tap + moved, run.step, last - first))] for tap in run.taps]
    if len(read) < 2:
        into[...] = read[0] if read else empty
        return
    join(read[0], read[1], out=into)
    for more in read[2:]:
        join(into, more, out=into)


def spread(on: Machine, upstream: Array, x: Array, plan: Plan) -> Array:
    """What each cell of x gets where every window gives its number to all cells that it reads: `pool` by sums, transposed."""
    source = upstream
    for axis in range(len(plan), 0, -1):
        target = on.xp.zeros((*source.shape[:axis], x.shape[axis], *source.shape[axis + 1 :]), x.dtype)
        lead = (slice(None),) * axis
        for run in plan[axis - 1]:
            given = source[(*lead, slice(run.first, run.last))]
            for tap in run.taps:
                target[(*lead, span(tap, run.step, run.last - run.first))] += given
        source = target
    return source


def to_largest(on: Machine, axes: Sequence[Axis], x: Array, output: Array, upstream: Array) -> Array:
    """dL/dx where every window gave its largest cell, of equal ones the first in row-major order."""
    to_x, left = on.xp.zeros(x.shape, x.dtype), on.xp.ones(output.shape, bool)
    for tap in taps(axes):
        hit = left[tap.windows] & (x[tap.cells] == output[tap.windows])
        left[tap.windows] ^= hit
        to_x[tap.cells] += upstream[tap.windows] * hit
    return to_x


def divisors(on: Machine, counts: Sequence[Sequence[int]]) -> Any:
    """How many cells count for each window, from how many do on each axis: one number where it is the same for all, else an
    array of the output's places x 1."""
    found: Any = Fraction(1) if on.dtype == object else 1  # the quotient of two ints is a float
    if all(len(set(line)) == 1 for line in counts):
        return found * prod(line[0] for line in counts)
    for axis, line in enumerate(counts):
        found = found * on.xp.array(line, on.dtype).reshape((-1,) + (1,) * (len(counts) - axis))
    return found


def rows_of(numbers: Any, rows: slice) -> Any:
    """Of what `divisors` gave: what is for these rows."""
    return numbers if isinstance(numbers, Rational) else numbers[rows]


def average(on: Machine, x: Array, out: Array, plan: Plan, divisor: Any) -> None:
    """The sum of each window over its divisor."""

    def divide(block: Array, rows: slice) -> None:
        on.xp.divide(block, rows_of(divisor, rows), out=block)

    pool(on, x, out, plan, on.xp.add, 0, divide)


def mean(on: Machine, x: Array, out: Array) -> None:
    """Each channel's mean over all places, an axis at a time: rounding errors stay small in sums over parts."""
    count = divisors(on, [[size] for size in x.shape[1:-1]])

    def work(first: int, last: int) -> None:
        sums, target = x[first:last], out[first:last].reshape(last - first, -1)
        for _ in range(x.ndim - 2):
            sums = on.xp.sum(sums, axis=1, dtype=wide(on))
        on.xp.divide(sums, count, out=target)
        on.finish(first, last)

    on.each(len(x), max(_BLOCKS * on.block // prod(x.shape[1:]), 1), work)
