"""Layers run by plain loops: an oracle that shares no code with the product and knows no size formula.

Windows are laid down one after the other by each rounding's definition. In place of a number every cell of the inputs
carries a marker of its own (one bit of an int); a cell of the output carries those of all cells that it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any, NamedTuple

Options = dict[str, Any]
#: On one axis, the cells that each window touches; cells outside the input are padding.
Windows = list[list[int]]


class Volume(NamedTuple):
    """Channels first; the cells in row-major order, each with its markers."""

    dims: tuple[int, ...]
    cells: list[int]

    def at(self, place: Iterable[int]) -> int:
        index = 0
        for position, size in zip(place, self.dims, strict=True):
            index = index * size + position
        return self.cells[index]


class Run(NamedTuple):
    output: Volume
    products: int  # how often one value of the input met one weight


def planted(shapes: Sequence[tuple[int, ...]]) -> list[Volume]:
    """Volumes whose cells all carry different markers."""
    volumes: list[Volume] = []
    first = 0
    for dims in shapes:
        count = len(list(product(*map(range, dims))))
        volumes.append(Volume(dims, [1 << (first + i) for i in range(count)]))
        first += count
    return volumes


def places(n: int, width: int, stride: int, before: int, after: int, rounding: str, clip: bool) -> list[int] | None:
    """Where windows start, 0 being the input's first cell; None where the rounding allows none.

    `clip`: a last window that would start behind the input is left out.
    """
    end = n + after  # of the padded axis, exclusive
    if rounding in ("strict", "floor"):
        starts = [s for s in range(-before, end) if (s + before) % stride == 0 and s + width <= end]
        fits = bool(starts) and (rounding == "floor" or starts[-1] + width == end)
        return starts if fits else None
    # One window after the other until one reaches the end; none where one before the first reaches it already.
    if -before - stride + width >= end:
        return None
    starts = [-before]
    while starts[-1] + width < end:
        starts.append(starts[-1] + stride)
    return starts[:-1] if clip and starts[-1] >= n else starts


def windows(n: int, kernel: int, stride: int, padding: Any, dilation: int, rounding: str, clip: bool = False) -> Windows | None:
    """On one axis; `padding` is (before, after), `same` or `same-tf`."""
    width = 1 + max(j * dilation for j in range(kernel))
    if padding == "same-tf":  # a window for every stride-th cell; the least padding that holds them, the odd cell behind
        count = len(range(0, n, stride))
        total = next(t for t in range(n + width + stride) if (count - 1) * stride + width <= n + t)
        starts: list[int] | None = [i * stride - total // 2 for i in range(count)]
    elif padding == "same":  # one window in the middle of each cell
        starts = [cell - width // 2 for cell in range(n)] if stride == 1 and width % 2 else None
    else:
        starts = places(n, width, stride, padding[0], padding[1], rounding, clip)
    return None if starts is None else [[start + j * dilation for j in range(kernel)] for start in starts]


def all_windows(spatial: Sequence[int], options: Options) -> list[Windows] | None:
    """On every axis, from options as a file gives them."""
    rank = len(spatial)
    kernel, stride, dilation = (each(options.get(name, 1), rank) for name in ("kernel", "stride", "dilation"))
    padding = pads(options.get("padding", 0), rank)
    rounding = options.get("rounding", "strict")
    clip = rounding == "ceil" or (rounding == "ceil-caffe" and any(pad != (0, 0) for pad in padding))
    found: list[Windows] = []
    for axis in zip(spatial, kernel, stride, padding, dilation, strict=True):
        one = windows(*axis, rounding, clip)
        if one is None:
            return None
        found.append(one)
    return found


def each(value: Any, rank: int) -> list[int]:
    """One size an axis."""
    if isinstance(value, str):
        value = [int(part) for part in value.split("x")]
    return list(value) if isinstance(value, (list, tuple)) else [value] * rank


def pads(value: Any, rank: int) -> list[Any]:
    """(before, after) an axis, or a word."""
    if value in ("same", "same-tf"):
        return [value] * rank
    if isinstance(value, list) and isinstance(value[0], list):
        return [tuple(pair) for pair in value]
    return [(size, size) for size in each(0 if value == "valid" else value, rank)]


def overlapping(n: int, m: int) -> Windows:
    """The input cut into m equal stretches: each reads every cell that it overlaps."""
    return [[c for c in range(n) if c * m < (i + 1) * n and (c + 1) * m > i * n] for i in range(m)]


def slide(x: Volume, axes: Sequence[Windows], reads: Sequence[Iterable[int]]) -> Run:
    """One output channel for each item of `reads`, the input channels that it is made from."""
    cells: list[int] = []
    products = 0
    sizes = x.dims[1:]
    for channels in reads:
        for window in product(*axes):
            marks = 0
            for channel, *cell in product(channels, *window):
                products += 1  # padding is multiplied too
                if all(0 <= position < size for position, size in zip(cell, sizes, strict=True)):
                    marks |= x.at((channel, *cell))
            cells.append(marks)
    return Run(Volume((len(reads), *map(len, axes)), cells), products)


def _conv(options: Options, x: Volume) -> Run:
    axes = all_windows(x.dims[1:], options)
    assert axes is not None
    channels, filters, groups = x.dims[0], options["filters"], options.get("groups", 1)
    reads = options.get("connections")
    if reads is None:
        groups = channels if groups == "depthwise" else groups
        owner = [group for group in range(groups) for _ in range(filters // groups)]
        share = channels // groups
        reads = [range(group * share, (group + 1) * share) for group in owner]
    return slide(x, axes, reads)


def pool(options: Options, x: Volume) -> Run:
    """Every window of every channel apart."""
    axes = all_windows(x.dims[1:], options)
    assert axes is not None
    return slide(x, axes, [[channel] for channel in range(x.dims[0])])


def _adaptive(options: Options, x: Volume) -> Run:
    sizes = each(options["output"], len(x.dims) - 1)
    axes = [overlapping(n, m) for n, m in zip(x.dims[1:], sizes, strict=True)]
    return slide(x, axes, [[channel] for channel in range(x.dims[0])])


def _global(_: Options, x: Volume) -> Run:
    return slide(x, [[list(range(n))] for n in x.dims[1:]], [[channel] for channel in range(x.dims[0])])


def _fc(options: Options, x: Volume) -> Run:
    flat = Volume((len(x.cells),), x.cells)
    return slide(flat, [], [range(len(x.cells))] * options["outputs"])


def _flatten(_: Options, x: Volume) -> Run:
    return Run(Volume((len(x.cells),), list(x.cells)), 0)


def _each_value(_: Options, x: Volume) -> Run:
    return Run(Volume(x.dims, list(x.cells)), 0)


def _over_channels(near: Callable[[Options, int, int], bool]) -> Callable[..., Run]:
    """Each value is made from those channels at its place that are `near` its own."""

    def run(options: Options, x: Volume) -> Run:
        cells = []
        for channel, *place in product(*map(range, x.dims)):
            marks = 0
            for other in range(x.dims[0]):
                if near(options, channel, other):
                    marks |= x.at((other, *place))
            cells.append(marks)
        return Run(Volume(x.dims, cells), 0)

    return run


def _over_places(near: Callable[[Options, int, int, int], bool]) -> Callable[..., Run]:
    """Each value is made from all places of those channels that are `near` its own, of so many."""

    def run(options: Options, x: Volume) -> Run:
        cells = []
        for channel, *_ in product(*map(range, x.dims)):
            marks = 0
            for other, *place in product(*map(range, x.dims)):
                if near(options, channel, other, x.dims[0]):
                    marks |= x.at((other, *place))
            cells.append(marks)
        return Run(Volume(x.dims, cells), 0)

    return run


def _same_group(options: Options, channel: int, other: int, channels: int) -> bool:
    share = channels // options["groups"]
    return bool(channel // share == other // share)


def _combined(_: Options, *inputs: Volume) -> Run:
    """Value by value; an axis of size 1 is repeated."""
    dims = tuple(max(sizes) for sizes in zip(*(x.dims for x in inputs), strict=True))
    cells = []
    for place in product(*map(range, dims)):
        marks = 0
        for x in inputs:
            marks |= x.at(min(position, size - 1) for position, size in zip(place, x.dims, strict=True))
        cells.append(marks)
    return Run(Volume(dims, cells), 0)


def _concat(_: Options, *inputs: Volume) -> Run:
    cells = [marks for x in inputs for marks in x.cells]
    return Run(Volume((sum(x.dims[0] for x in inputs), *inputs[0].dims[1:]), cells), 0)


def _split(options: Options, x: Volume) -> Run:
    share = x.dims[0] // options["parts"]
    first = share * options["part"]
    cells = [x.at(place) for place in product(range(first, first + share), *map(range, x.dims[1:]))]
    return Run(Volume((share, *x.dims[1:]), cells), 0)


def _neighbours(options: Options, channel: int, other: int) -> bool:
    size = options.get("size", 5)
    return bool(channel - size // 2 <= other <= channel + (size - 1) // 2)


EXECUTORS: dict[str, Callable[..., Run]] = {
    "conv": _conv, "maxpool": pool, "avgpool": pool, "lppool": pool, "globalavgpool": _global, "globalmaxpool": _global,
    "adaptiveavgpool": _adaptive,
    "fc": _fc, "flatten": _flatten, "softmax": _over_channels(lambda *_: True), "lrn": _over_channels(_neighbours),
    "add": _combined, "multiply": _combined, "concat": _concat, "split": _split,
    "layernorm": _over_channels(lambda *_: True), "groupnorm": _over_places(_same_group),
    "instancenorm": _over_places(lambda _, channel, other, channels: channel == other),
    **dict.fromkeys(("relu", "relu6", "sigmoid", "tanh", "dropout", "batchnorm", "identity"), _each_value),
    **dict.fromkeys(("leakyrelu", "prelu", "elu", "gelu", "silu", "hardswish", "hardsigmoid", "droppath", "scale"), _each_value),
}  # fmt: skip
