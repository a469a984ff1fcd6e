"""K450: channels that are not added up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.operation import Sums
from cnncalc.homework.exact.tensor import Exact, Tensor, exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import FILTERED, Way, at, built, changed, filter_of, input_of, remade, slips_of

_MOST_CHANNELS = 8


def _values(computation: Computation) -> Iterator[Way]:
    input, found = input_of(computation), filter_of(computation)
    if computation.op not in (*FILTERED, "deconv") or found is None or len(input.shape) < 3 or input.shape[0] < 2:
        return
    key, filters = found
    channels = input.shape[0]
    maps: list[Tensor] = []
    for channel in range(min(channels, _MOST_CHANNELS)):
        only = {"input": _channel(input, 0, channel), key: _channel(filters, len(filters.shape) - 3, channel)}
        for way in changed(computation, f"channel {channel + 1} of {channels} was used alone", **only):
            yield way
            maps.append(way.cells)
    if key == "filter" and len(maps) == channels:
        cells = tuple(cell for map in maps for cell in map.cells)
        yield Way("the channels were not added up", Tensor((channels, *computation.shape), cells))
    yield from _mean(computation, channels)


def _mean(computation: Computation, channels: int) -> Iterator[Way]:
    operation = computation.operation
    assert isinstance(operation, Sums)
    for way in changed(computation, "", bias=None, then=None):

        def cell(at: int, sums: tuple[Exact, ...] = way.cells.cells) -> tuple[Exact, str]:
            bias = operation.value(at) - sums[at]
            added = f" + {bias}" if bias else ""
            return exact(Fraction(sums[at], channels)) + bias, f"{sums[at]}/{channels}{added}"

        yield remade(computation, f"the mean of the {channels} channels was taken in place of their sum", cell)


def _channel(cells: Tensor, axis: int, channel: int) -> Tensor:
    """One channel, kept as an axis of size 1."""
    shape = (*cells.shape[:axis], 1, *cells.shape[axis + 1 :])
    return built(shape, lambda place: at(cells, (*place[:axis], channel, *place[axis + 1 :])))


MISCONCEPTION = Misconception(
    "K450",
    "depth-summed-wrongly",
    "the channels were not added up: one alone was used, each made an output of its own, or their mean was taken",
    "A filter covers the full depth of its input: the products of all channels are added up to one number, and "
    "the bias is added once.",
    frozenset({"values"}),
    slips_of(values=_values),
)
