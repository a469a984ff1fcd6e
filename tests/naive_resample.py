"""Layers that resample or move, run by plain loops as in naive.py: every cell carries markers of what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import ceil, floor, prod

from tests.naive import Options, Run, Volume, each, pads, pool, slide


def _scattered(sizes: Sequence[int], options: Options) -> list[list[list[int]]]:
    """Axis by axis, for every cell of the output, the cells of the input whose window was written over it."""
    rank = len(sizes)
    found = []
    words = ("kernel", "stride", "dilation", "output_padding")
    kernel, stride, dilation, extra = (each(options.get(word, int(word in ("stride", "dilation"))), rank) for word in words)
    padding = pads(options.get("padding", 0), rank)
    for n, f, s, (before, after), d, a in zip(sizes, kernel, stride, padding, dilation, extra, strict=True):
        full: dict[int, list[int]] = {}
        for cell in range(n):
            for tap in range(f):
                full.setdefault(cell * s + tap * d, []).append(cell)
        end = max(full) + 1 + a - after
        found.append([full.get(place, []) for place in range(before, end)])
    return found


def _deconv(options: Options, x: Volume) -> Run:
    axes = _scattered(x.dims[1:], options)
    channels, filters = x.dims[0], options["filters"]
    groups = options.get("groups", 1)
    groups = channels if groups == "depthwise" else groups
    share, makes = channels // groups, filters // groups
    made = slide(x, axes, [range(f // makes * share, (f // makes + 1) * share) for f in range(filters)])
    taps = prod(each(options["kernel"], len(x.dims) - 1))
    products = sum(1 for _ in product(range(filters), range(share), range(taps), range(prod(x.dims[1:]))))
    return Run(made.output, products)


def _copied(x: Volume, axes: list[list[list[int]]]) -> Run:
    return Run(slide(x, axes, [[channel] for channel in range(x.dims[0])]).output, 0)


def _upsample(options: Options, x: Volume) -> Run:
    axes = []
    for n, factor in zip(x.dims[1:], each(options["factor"], len(x.dims) - 1), strict=True):
        axes.append([_between(cell, n, factor, options) for cell in range(n * factor)])
    return _copied(x, axes)


def _between(cell: int, n: int, factor: int, options: Options) -> list[int]:
    """The cells that PyTorch's formula weighs above zero."""
    if options.get("mode", "nearest") == "nearest":
        return [cell // factor]
    if options.get("align_corners"):
        place = cell * (n - 1) / (n * factor - 1) if n * factor > 1 else 0.0
        place = round(place) if abs(place - round(place)) < 1e-9 else place
    else:
        place = max((cell + 0.5) / factor - 0.5, 0)
    return sorted({min(floor(place), n - 1), min(ceil(place), n - 1)})


def _pixelshuffle(options: Options, x: Volume) -> Run:
    factor, rank = options["factor"], len(x.dims) - 1
    dims = (x.dims[0] // factor**rank, *(n * factor for n in x.dims[1:]))
    cells = []
    for channel, *place in product(*map(range, dims)):
        corner = 0
        for position in place:
            corner = corner * factor + position % factor
        cells.append(x.at((channel * factor**rank + corner, *(position // factor for position in place))))
    return Run(Volume(dims, cells), 0)


def _pad(options: Options, x: Volume) -> Run:
    """Zeros carry no markers; the other modes are for the shape alone."""
    padding = pads(options["padding"], len(x.dims) - 1)
    axes = [[[c] for c in range(-before, n + after)] for n, (before, after) in zip(x.dims[1:], padding, strict=True)]
    return _copied(x, axes)


def _crop(_: Options, x: Volume, model: Volume) -> Run:
    axes = []
    for n, m in zip(x.dims[1:], model.dims[1:], strict=True):
        kept = list(range(n))
        while len(kept) > m:  # one at the end, one at the beginning, by turns
            del kept[-1 if (n - len(kept)) % 2 == 0 else 0]
        axes.append([[cell] for cell in kept])
    return _copied(x, axes)


def _shuffle(options: Options, x: Volume) -> Run:
    groups, share = options["groups"], x.dims[0] // options["groups"]
    order = [group * share + member for member in range(share) for group in range(groups)]
    return Run(Volume(x.dims, [x.at((channel, *p)) for channel in order for p in product(*map(range, x.dims[1:]))]), 0)


def _permute(options: Options, x: Volume) -> Run:
    names = {1: ["length"], 2: ["height", "width"], 3: ["depth", "height", "width"]}[len(x.dims) - 1]
    written = dict(zip(["channels", *names], x.dims, strict=True))
    *spatial, channels = options["order"]
    words = [channels, *spatial]
    dims = tuple(written[word] for word in words)
    cells = []
    for place in product(*map(range, dims)):
        at = dict(zip(words, place, strict=True))
        cells.append(x.at([at[word] for word in written]))
    return Run(Volume(dims, cells), 0)


def _reshape(options: Options, x: Volume) -> Run:
    *spatial, channels = each(options["output"], 1)
    return Run(Volume((channels, *spatial), list(x.cells)), 0)


def _subsample(options: Options, x: Volume) -> Run:
    return Run(pool(options, x).output, 0)


RESAMPLERS: dict[str, Callable[..., Run]] = {
    "deconv": _deconv, "upsample": _upsample, "pixelshuffle": _pixelshuffle, "pad": _pad, "crop": _crop, "shuffle": _shuffle,
    "permute": _permute, "reshape": _reshape, "subsample": _subsample,
}  # fmt: skip
