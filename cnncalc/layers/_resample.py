"""Axes of layers that make more cells than they read: which cells of the input each cell of the output is made from."""

from __future__ import annotations

from math import gcd
from typing import Any

from cnncalc.diagnostics import LayerError
from cnncalc.layer_base import Axis, Shape
from cnncalc.layers._checks import needs_volume
from cnncalc.layers._window import on_axes
from cnncalc.tensor import AXIS_NAMES

#: Cells made from one; more is a slip, and each has its own pattern of what it reads.
MOST = 4_096


def repeated(x: Shape, factors: Any, kind: str, option: str, reach: int = 0, shift: int = 0) -> tuple[Axis, ...]:
    """Every cell becomes `factor` cells on each axis; each reads its own cell and `reach` more from `shift` on."""
    needs_volume(x, kind)
    axes: list[Axis] = []
    for n, factor in zip(x.spatial, factors, strict=True):
        check_factor(factor, option)
        pattern = tuple([(shift, shift + reach)] * int(factor))
        axes.append(Axis(n, 1, 1, 0, 0, 1, factor * n, 0, pattern))
    return tuple(axes)


def check_factor(factor: int, option: str) -> None:
    if factor > MOST:
        raise LayerError("S103", option, f"`{option}` is too large: {factor:,}", f"at most {MOST:,}")


def transposed(x: Shape, kernel: Any, stride: Any, padding: Any, dilation: Any, extra: Any) -> tuple[Axis, ...]:
    """The axes of a transposed convolution. Raises LayerError H301, H303 or H306."""
    needs_volume(x, "deconv")
    axes: list[Axis] = []
    errors: list[tuple[str, LayerError]] = []
    settings = zip(AXIS_NAMES[len(x.spatial)], x.spatial, kernel, stride, padding, dilation, extra, strict=True)
    for name, *setting in settings:
        try:
            axes.append(_transposed(*setting))
        except LayerError as error:
            errors.append((name, error))
    if errors:
        raise on_axes(errors)
    return tuple(axes)


def _transposed(n: Any, kernel: Any, stride: Any, pads: Any, dilation: Any, extra: Any) -> Axis:
    check_factor(stride, "stride")
    if extra and extra >= max(stride, dilation):
        message = f"`output_padding` must be less than the stride or the dilation, found {extra} at stride {stride}"
        message += f" and dilation {dilation}" if dilation > 1 else ""
        raise LayerError("H303", "output_padding", message, f"at most {max(stride, dilation) - 1}")
    before, after = pads
    span = kernel if dilation == 1 else dilation * (kernel - 1) + 1
    out: Any = (n - 1) * stride - (2 * before if before == after else before + after) + span
    out = out if extra == 0 else out + extra
    if out < 1:
        written = _written(n, kernel, stride, before, after, dilation, extra)
        most = ((n - 1) * stride + span + extra - 1) // 2
        raise LayerError("H301", "padding", f"the padding takes everything away: {written}", f"a padding of at most {most}")
    if type(out) is not int:  # a Term
        return Axis(n, kernel, stride, before, after, dilation, out, 0)
    apart = dilation // gcd(stride, dilation)
    pattern = tuple(_reads(cell + before, kernel, stride, dilation) for cell in range(stride))
    return Axis(n, kernel, stride, before, after, dilation, out, _unread(n, span, stride, before, out), pattern, 1, apart)


def _reads(place: int, kernel: int, stride: int, dilation: int) -> tuple[int, int] | None:
    """First and last cell i whose window, at i*stride with cells `dilation` apart, covers a place: i*stride = place (mod d)."""
    common = gcd(stride, dilation)
    if place % common:
        return None
    apart = dilation // common
    one = place // common * pow(stride // common, -1, apart) % apart  # such a cell, and every `apart`-th one
    first, last = -(-(place - (kernel - 1) * dilation) // stride), place // stride
    first, last = first + (one - first) % apart, last - (last - one) % apart
    return (first, last) if first <= last else None


def _unread(n: int, span: int, stride: int, before: int, out: int) -> int:
    """Cells at the ends whose whole window the padding takes away."""
    first = max(-((span - 1 - before) // stride), 0)
    last = min((out - 1 + before) // stride, n - 1)
    return n - max(last - first + 1, 0)


def _written(n: int, kernel: int, stride: int, before: int, after: int, dilation: int, extra: int) -> str:
    span = f"{kernel}" if dilation == 1 else f"{dilation}*({kernel} - 1) + 1"
    pads = f"2*{before}" if before == after else f"({before} + {after})"
    added = f" + {extra}" if extra else ""
    out: Any = (n - 1) * stride - before - after + dilation * (kernel - 1) + 1 + extra
    return f"({n} - 1)*{stride} - {pads} + {span}{added} = {out}"
