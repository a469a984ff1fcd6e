"""Padding on arrays: cells written around an image, and the gradients of what stands there taken back to where it is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cnncalc.layer_base import Array

#: Cells before and after, on each axis.
Pads = Sequence[tuple[int, int]]


def pad(x: Array, out: Array, pads: Pads, mode: str) -> None:
    """`out`, larger by the padding, becomes x with zeros, its edge (replicate) or the cells beside its edge (reflect) around."""
    inner = _inner(out, pads)
    out[inner] = x
    for axis, (before, after) in enumerate(pads, 1):
        for edge, source in _edges(before, after, out.shape[axis] - after, mode):
            at = (*[slice(None)] * axis, edge, *inner[axis + 1 :])
            out[at] = 0 if source is None else out[(*at[:axis], source, *at[axis + 1 :])]


def folded(gradient: Array, pads: Pads, mode: str) -> Array:
    """dL/dx from dL/d(x padded): what stands for several cells gets the sum."""
    inner = _inner(gradient, pads)
    if mode != "zero":
        gradient = gradient.copy()
        for axis, (before, after) in reversed(list(enumerate(pads, 1))):
            lead, rest = (slice(None),) * axis, inner[axis + 1 :]
            for edge, source in _edges(before, after, gradient.shape[axis] - after, mode):
                given = gradient[(*lead, edge, *rest)]
                gradient[(*lead, source, *rest)] += given.sum(axis, keepdims=True) if mode == "replicate" else given
    return gradient[inner].copy()


def _inner(padded: Array, pads: Pads) -> tuple[slice, ...]:
    sizes = padded.shape[1:-1]
    return (slice(None), *[slice(before, size - after) for (before, after), size in zip(pads, sizes, strict=True)])


def _edges(before: int, after: int, end: int, mode: str) -> Iterator[tuple[slice, slice | None]]:
    """On one axis whose cells end before `end`, each padded edge and the cells that it repeats; None for zeros."""
    if before:
        first = {"zero": None, "replicate": slice(before, before + 1), "reflect": slice(2 * before, before, -1)}
        yield slice(0, before), first[mode]
    if after:
        stop = end - 2 - after
        last = {"zero": None, "replicate": slice(end - 1, end), "reflect": slice(end - 2, stop if stop >= 0 else None, -1)}
        yield slice(end, end + after), last[mode]
