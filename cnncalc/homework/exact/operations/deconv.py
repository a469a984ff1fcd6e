"""Transposed convolution: every cell of the input lays its multiple of the filter into the output, S apart; overlaps add up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from cnncalc.homework.exact.errors import ComputationError
from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Sums, check_biases, check_work
from cnncalc.homework.exact.tensor import flat
from cnncalc.homework.exact.windows import channels_of, filters_of

KEYS = frozenset(("input", "filter", "filters", "bias", "scale", "stride", "padding"))


class Deconv(Sums):
    """(N - 1)S - 2P + F on each axis. Filters are nested as those of a correlation: `[K][C][H][W]`."""

    def __init__(self, given: Given) -> None:
        input = given.tensor("input", 1, 2, 3)
        key, count, self.kernel = filters_of(given, input.shape)
        self.channels, self.spatial = channels_of(input.shape)
        self.stride = given.sizes("stride", len(self.spatial), 1)
        padding = given.padding(len(self.spatial))
        assert not isinstance(padding, str)
        self.before = tuple(before for before, _ in padding)
        sizes = zip(self.spatial, self.stride, padding, self.kernel, strict=True)
        self.places = tuple((n - 1) * s - sum(pads) + f for n, s, pads, f in sizes)
        if min(self.places) < 1:
            n, s, pads, f = next(axis for axis, out in zip(_axes(self, padding), self.places, strict=True) if out < 1)
            message = f"the padding takes everything away: ({n} - 1)*{s} - {pads[0]} - {pads[1]} + {f} = {min(self.places)}"
            raise ComputationError(given.path("padding"), message, code="H301")
        check_biases(given, count, "filters")
        shape = (count, *self.places) if key == "filters" else self.places
        self.taps, products = prod(self.kernel), prod(self.places) * prod(self.kernel)
        check_work(self.places, products, True)
        self.reads = [list(self._reads(place)) for place in product(*map(range, self.places))]
        super().__init__(given, shape, input, key, products * count * self.channels)

    def _reads(self, place: tuple[int, ...]) -> Iterator[tuple[int, int]]:
        """Which cells of a channel reach this place of the output, and by which weight: where i*S + tap - P is the place."""
        for tap, taps in enumerate(product(*map(range, self.kernel))):
            starts = [at + before - t for at, before, t in zip(place, self.before, taps, strict=True)]
            if any(start % s for start, s in zip(starts, self.stride, strict=True)):
                continue
            cell = tuple(start // s for start, s in zip(starts, self.stride, strict=True))
            if all(0 <= i < n for i, n in zip(cell, self.spatial, strict=True)):
                yield flat(cell, self.spatial), tap

    def terms(self, at: int) -> Iterator[tuple[int | None, int]]:
        filter, place = divmod(at, len(self.reads))
        for channel in range(self.channels):
            first = (filter * self.channels + channel) * self.taps
            for source, tap in self.reads[place]:
                yield channel * prod(self.spatial) + source, first + tap

    def bias_of(self, at: int) -> int:
        return at // len(self.reads)


def _axes(layer: Deconv, padding: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int, tuple[int, int], int]]:
    return zip(layer.spatial, layer.stride, padding, layer.kernel, strict=True)


WHAT = "each input cell adds its multiple of the filter to the output, and overlaps add up"
MEANS = {
    "input": "an input cell gets, from every output cell that it reaches, the upstream gradient times the weight on the way",
    "filter": "a weight gets, wherever it was laid, the upstream gradient times the input cell",
    "filters": "a weight gets, wherever it was laid, the upstream gradient times the input cell",
    "bias": "a bias is added to every cell of its map, so it gets the sum of their upstream gradients",
}
DEFINITION = Definition(KEYS, Deconv, WHAT, MEANS)
