"""Where windows stand: which cells of the input each of them reads."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import NamedTuple

from cnncalc.diagnostics import LayerError
from cnncalc.homework.exact.errors import ComputationError, beyond
from cnncalc.homework.exact.given import WORDS, Given
from cnncalc.homework.exact.operation import check_work
from cnncalc.homework.exact.tensor import described
from cnncalc.layer_base import Axis
from cnncalc.layers._window import check_padding_mode, fit, on_axes
from cnncalc.tensor import AXIS_NAMES

#: Keys of everything that slides.
SLIDING = frozenset(("stride", "padding", "rounding"))


class Windows(NamedTuple):
    """The windows over one channel. `reads` has a list a window: cell numbers, None for one that is padded with nothing."""

    axes: tuple[Axis, ...]
    mode: str  # what the padding holds: zero, reflect, replicate
    places: tuple[int, ...]  # how many windows there are on each axis
    reads: list[list[int | None]]


def windows(given: Given, spatial: tuple[int, ...], kernel: tuple[int, ...], modes: tuple[str, ...] = ("zero",)) -> Windows:
    """All windows of this kernel with the given stride, padding and dilation. Raises ComputationError where they do not fit."""
    rank = len(spatial)
    stride = given.sizes("stride", rank, 1)
    dilation = given.sizes("dilation", rank, 1) if "dilation" in given else (1,) * rank
    rounding = given.word("rounding", ("strict", "floor"))
    mode = given.word("padding_mode", modes)
    padding = given.padding(rank, ("same", "valid"))
    if padding == "valid":
        padding = ((0, 0),) * rank
    if mode == "shrink" and padding != ((0, 0),) * rank:
        raise ComputationError(given.path("padding"), "`padding_mode: shrink` pads nothing", "leave `padding` out")
    pads = (padding,) * rank if isinstance(padding, str) else padding
    axes: list[Axis] = []
    errors: list[tuple[str, LayerError]] = []
    for number, setting in enumerate(zip(spatial, kernel, stride, pads, dilation, strict=True)):
        try:
            axes.append(fit(*setting, rounding, False))
        except LayerError as error:
            errors.append((AXIS_NAMES[rank][number], error))
    try:
        if errors:
            raise on_axes(errors)
        check_padding_mode(mode, tuple(axes), "padding")
    except LayerError as error:
        key = error.field if error.field in given else ""
        raise ComputationError(given.path(key), error.message, *error.help, code=error.code) from None
    places = tuple(axis.out for axis in axes)
    check_work(places, prod(places) * prod(kernel), True)
    return Windows(tuple(axes), mode, places, _reads(axes, mode))


def _reads(axes: list[Axis], mode: str) -> list[list[int | None]]:
    """Window by window, in the order of the output; in each, the cells in the order of the kernel."""
    along = [[_taps(axis, place, mode) for place in range(axis.out)] for axis in axes]
    return [[_cell(sources, axes) for sources in product(*taps)] for taps in product(*along)]


def _taps(axis: Axis, place: int, mode: str) -> list[int | None]:
    """What a window reads on one axis."""
    first = place * axis.stride - axis.before
    return [source(axis, first + tap * axis.dilation, mode) for tap in range(axis.kernel)]


def source(axis: Axis, at: int, mode: str) -> int | None:
    """The cell that stands at a place of the padded axis, the input's first at 0; None for a zero of the padding."""
    if 0 <= at < axis.size:
        return at
    if mode == "replicate":
        return 0 if at < 0 else axis.size - 1
    if mode == "reflect":
        return -at if at < 0 else 2 * (axis.size - 1) - at
    return None


def _cell(sources: tuple[int | None, ...], axes: list[Axis]) -> int | None:
    cell = 0
    for at, axis in zip(sources, axes, strict=True):
        if at is None:
            return None
        cell = cell * axis.size + at
    return cell


def channels_of(shape: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """Channels and spatial axes: `[L]` and `[H][W]` have one channel, `[C][H][W]` says how many."""
    return (shape[0], shape[1:]) if len(shape) == 3 else (1, shape)


def filters_of(given: Given, shape: tuple[int, ...]) -> tuple[str, int, tuple[int, ...]]:
    """Of `filter` or of the bank `filters` over an input of this shape: the key, how many filters, and the window's sizes.

    A filter covers the full depth: it is nested as deep as the input and has as many channels.
    """
    if "filter" in given and "filters" in given:
        raise ComputationError(given.path("filters"), "`filter` and `filters` both give the filters", "leave one out")
    key = "filters" if "filters" in given else "filter"
    rank, bank = len(shape), int(key == "filters")
    filters = given.tensor(key)
    if len(filters.shape) != rank + bank:
        wanted = f"{'a list of filters, each ' if bank else ''}{WORDS[rank]} as the input of {described(shape)} is"
        help = "a filter covers every channel: [channels][rows][columns]" if rank == 3 else "`filters` is for several filters"
        raise ComputationError(key, f"`{key}` must be {wanted}, found {described(filters.shape)}", help)
    channels, kernel = channels_of(filters.shape[bank:])
    if channels != channels_of(shape)[0]:
        message = f"the filter has {channels} channels, the input {channels_of(shape)[0]}"
        raise ComputationError(key, message, "a filter covers the full depth of its input", code="H304")
    count = filters.shape[0] if bank else 1
    if any(size > 4_096 for size in kernel):
        raise beyond(key, "cells", max(kernel), 4_096)
    return key, count, kernel
