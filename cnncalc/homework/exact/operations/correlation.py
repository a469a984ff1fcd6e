"""Correlation: what deep learning calls convolution. The filter is laid on the input as it is."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from cnncalc.homework.exact.given import Given
from cnncalc.homework.exact.operation import Definition, Sums, check_biases
from cnncalc.homework.exact.windows import SLIDING, channels_of, filters_of, windows

MODES = ("zero", "reflect", "replicate", "shrink")
KEYS = SLIDING | {"input", "filter", "filters", "bias", "scale", "dilation", "padding_mode"}


class Correlation(Sums):
    """Each filter over each window, through all channels. Output `[K][H][W]`; without `[K]` where one `filter` is given."""

    def __init__(self, given: Given, flipped: bool = False) -> None:
        input = given.tensor("input", 1, 2, 3)
        key, count, kernel = filters_of(given, input.shape)
        self.channels, spatial = channels_of(input.shape)
        self.windows = windows(given, spatial, kernel, MODES)
        self.plane, self.taps, self.flipped = prod(spatial), prod(kernel), flipped
        check_biases(given, count, "filters")
        shape = (count, *self.windows.places) if key == "filters" else self.windows.places
        super().__init__(given, shape, input, key, prod(shape) * self.channels * self.taps)

    def terms(self, at: int) -> Iterator[tuple[int | None, int]]:
        filter, place = divmod(at, len(self.windows.reads))
        for channel in range(self.channels):
            first = (filter * self.channels + channel) * self.taps
            for tap, source in enumerate(self.windows.reads[place]):
                weight = first + (self.taps - 1 - tap if self.flipped else tap)
                yield (None if source is None else channel * self.plane + source), weight

    def bias_of(self, at: int) -> int:
        return at // len(self.windows.reads)


MEANS = {
    "input": "an input cell gets, from every window that reads it, the upstream gradient times the weight that it met there",
    "filter": "a weight gets, from every window, the upstream gradient times the input cell that it met there",
    "filters": "a weight gets, from every window, the upstream gradient times the input cell that it met there",
    "bias": "a bias is added to every cell of its map, so it gets the sum of their upstream gradients",
}
DEFINITION = Definition(KEYS, Correlation, "each output cell is the sum of input*filter over its window", MEANS)
