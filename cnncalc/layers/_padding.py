"""Padding on arrays: cells written around an image, and the gradients of what stands there taken back to where it is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cnncalc.layer_base import Array

#: Cells before and after, on each axis.
Pads = Sequence[tuple[int, int]]
_Place = tuple[slice | int, ...]


def origin(cell: int, size: int, mode: str) -> int | None:
    """The cell of an axis of `size` cells that stands for one beside it: its edge (replicate) or its mirror image (reflect);
    None for zero."""
    if 0 <= cell < size:
        return cell
    if mode == "zero":
        return None
    if mode == "replicate":
        return min(max(cell, 0), size - 1)
    return -cell if cell < 0 else 2 * (size - 1) - cell


def pad(x: Array, out: Array, pads: Pads, mode: str) -> None:
    """`out`, larger by the padding, becomes x with zeros, its edge (replicate) or the cells beside its edge (reflect) around."""
    out[_inner(out, pads)] = x
    for axis in range(1, x.ndim - 1):
        for edge, source in _edges(out, pads, axis, mode):
            out[edge] = 0 if source is None else out[source]


def folded(gradient: Array, pads: Pads, mode: str) -> Array:
    """dL/dx from dL/d(x padded): what stands for several cells gets the sum."""
    if mode != "zero":
        gradient = gradient.copy()
        for axis in range(gradient.ndim - 2, 0, -1):
            for edge, source in _edges(gradient, pads, axis, mode):
                gradient[source] += gradient[edge]
    return gradient[_inner(gradient, pads)].copy()


def _inner(padded: Array, pads: Pads) -> tuple[slice, ...]:
    sizes = padded.shape[1:-1]
    return (slice(None), *[slice(before, size - after) for (before, after), size in zip(pads, sizes, strict=True)])


def _edges(padded: Array, pads: Pads, axis: int, mode: str) -> Iterator[tuple[_Place, _Place | None]]:
    """Along one axis, where each padded cell lies and the cell that stands for it (None for zeros): all that the axes before
    it pad too, of those after it what is not padded."""
    before, after = pads[axis - 1]
    size = padded.shape[axis] - before - after
    lead, rest = (slice(None),) * axis, _inner(padded, pads)[axis + 1 :]
    for cell in (*range(-before, 0), *range(size, size + after)):
        source = origin(cell, size, mode)
        yield (*lead, before + cell, *rest), None if source is None else (*lead, before + source, *rest)
