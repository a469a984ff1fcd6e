"""A window on an axis as exercises draw and word it."""

from __future__ import annotations

from typing import Any, NamedTuple

from cnncalc.homework.exercises._draws import Draws

FORMULA = "On each axis there are (N + 2P - F)/S + 1 places: N is the input's size, F the window's, S the stride, P the padding."


class Window(NamedTuple):
    """F, S, P and D of an axis, or of both alike."""

    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    @property
    def span(self) -> int:
        """Cells from the first that it reads to the last."""
        return self.dilation * (self.kernel - 1) + 1

    def rest(self, size: int) -> int:
        """What does not divide; 0 where it fits. Negative where the window is larger than the input."""
        room = size + 2 * self.padding - self.span
        return room % self.stride if room >= 0 else room

    def output(self, size: int) -> int:
        """The places on an axis that it fits on."""
        return (size + 2 * self.padding - self.span) // self.stride + 1

    def put_in(self, size: int) -> str:
        """The formula with its numbers, without what it gives: `(32 + 2*2 - 5)/1 + 1`."""
        span = f"({self.dilation}*({self.kernel} - 1) + 1)" if self.dilation > 1 else str(self.kernel)
        return f"({size} + 2*{self.padding} - {span})/{self.stride} + 1"

    def options(self) -> dict[str, Any]:
        """As a layer has them, those that are so anyway left out."""
        given = {"kernel": self.kernel, "stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        return {name: value for name, value in given.items() if value != {"stride": 1, "padding": 0, "dilation": 1}.get(name)}

    def words(self) -> str:
        """`stride 2 and padding 1`."""
        dilation = f"dilation {self.dilation}, " if self.dilation > 1 else ""
        return f"{dilation}stride {self.stride} and padding {self.padding}"


def draw_fitting(
    draw: Draws, sizes: list[int], kernels: list[int], strides: list[int], paddings: list[int]
) -> tuple[int, Window]:  # fmt: skip
    """An input's size and a window that fits on it more than once, any of those there are."""
    found = [
        (size, window)
        for size in sizes
        for window in windows(kernels, strides, paddings)
        if window.rest(size) == 0 and window.output(size) > 1
    ]
    return draw.choice(found)


def windows(kernels: list[int], strides: list[int], paddings: list[int]) -> list[Window]:
    """Every window of these, padded with less than its own size and with no gaps between its places."""
    return [Window(f, s, p) for f in kernels for s in strides for p in paddings if s <= f and 2 * p < 2 * f - 1]


def conv_words(filters: int, window: Window) -> str:
    """`a convolution with 10 filters of 5x5, stride 1 and padding 2`."""
    size = f"{window.kernel}x{window.kernel}"
    return f"a convolution with {filters} filters of {size}, {window.words()}"


def pool_words(window: Window) -> str:
    """`max pooling with windows of 2x2 and stride 2`."""
    padding = f", stride {window.stride} and padding {window.padding}" if window.padding else f" and stride {window.stride}"
    return f"max pooling with windows of {window.kernel}x{window.kernel}{padding}"


def volume(*sizes: int) -> str:
    """`32x32x3`."""
    return "x".join(map(str, sizes))


def start(words: str) -> str:
    """With a capital at its beginning."""
    return words[:1].upper() + words[1:]
