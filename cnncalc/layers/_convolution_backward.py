"""Backward passes of convolutions: for each tap of the window, two matrix products over all places where it lies inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.layer_base import Array, Axis, Gradients, Machine, Tensors
from cnncalc.layers._padding import folded, pad
from cnncalc.layers._taps import shape_of, taps, writing

if TYPE_CHECKING:
    from cnncalc.layers.conv import Conv


def convolution(layer: Conv, on: Machine, tensors: Tensors, x: Array, upstream: Array) -> Gradients:
    axes, weight, turned = layer.axes(shape_of(x)), tensors["weight"], (..., *[slice(None, None, -1)] * len(layer.kernel))
    pads = [(axis.before, axis.after) for axis in axes]
    read, mode, backwards = x, layer.padding_mode, layer.form == "convolution"
    if mode != "zero":
        axes = tuple([a._replace(size=a.before + a.size + a.after, before=0, after=0) for a in axes])
        read = on.xp.empty((x.shape[0], *[axis.size for axis in axes], x.shape[-1]), x.dtype)
        pad(x, read, pads, mode)
    groups = 1 if layer.connections is not None else layer.group_count(x.shape[-1])
    filters = weight[turned] if backwards else weight
    if layer.connections is not None:
        filters = _dense(layer, on, filters, x.shape[-1])
    to_read, to_filters = _through(on, filters, axes, groups, read, upstream)
    if layer.connections is not None:
        to_filters = to_filters[_pairs(layer)]
    to_weight = on.xp.ascontiguousarray(to_filters[turned]) if backwards else to_filters
    return (to_read if mode == "zero" else folded(to_read, pads, mode),), _learned(layer.bias, to_weight, upstream)


def transposed(
    on: Machine, weight: Array, axes: tuple[Axis, ...], groups: int, bias: bool, x: Array, upstream: Array
) -> Gradients:
    """Of a transposed convolution: it writes where a convolution from its output to its input would read."""
    shape = (groups, weight.shape[0] // groups, *weight.shape[1:])  # groups x channels a group x filters a group x kernel
    w, to_x, to_weight = weight.reshape(shape), on.xp.zeros(x.shape, x.dtype), on.xp.zeros(weight.shape, weight.dtype)
    for tap in taps(writing(axes)):
        given, read = upstream[tap.cells], x[tap.windows]
        u, v = _by_group(given, groups), _by_group(read, groups)
        at = (..., *tap.place)
        to_weight.reshape(shape)[at] = on.xp.matmul(v.swapaxes(1, 2), u)
        to_x[tap.windows] += on.xp.matmul(u, w[at].swapaxes(1, 2)).swapaxes(0, 1).reshape(read.shape)
    return (to_x,), _learned(bias, to_weight, upstream)


def _through(on: Machine, weight: Array, axes: tuple[Axis, ...], groups: int, x: Array, upstream: Array) -> tuple[Array, Array]:
    """dL/dx and dL/d(weight)."""
    shape = (groups, weight.shape[0] // groups, *weight.shape[1:])  # groups x filters a group x channels a group x kernel
    w, to_x, to_weight = weight.reshape(shape), on.xp.zeros(x.shape, x.dtype), on.xp.zeros(weight.shape, weight.dtype)
    for tap in taps(axes):
        read = x[tap.cells]
        u, v = _by_group(upstream[tap.windows], groups), _by_group(read, groups)
        at = (..., *tap.place)
        to_weight.reshape(shape)[at] = on.xp.matmul(u.swapaxes(1, 2), v)
        to_x[tap.cells] += on.xp.matmul(u, w[at]).swapaxes(0, 1).reshape(read.shape)
    return to_x, to_weight


def _by_group(x: Array, groups: int) -> Array:
    """Groups x places x channels a group."""
    return x.reshape(-1, groups, x.shape[-1] // groups).swapaxes(0, 1)


def _learned(bias: bool, to_weight: Array, upstream: Array) -> dict[str, Array]:
    to_bias = {"bias": upstream.sum(tuple(range(upstream.ndim - 1)))} if bias else {}
    return {"weight": to_weight, **to_bias}


def _pairs(layer: Conv) -> tuple[list[int], list[int]]:
    """The filter and the channel of each window that is stored."""
    pairs = [(filter, channel) for filter, row in enumerate(layer.connections or ()) for channel in row]
    return [filter for filter, _ in pairs], [channel for _, channel in pairs]


def _dense(layer: Conv, on: Machine, weight: Array, channels: int) -> Array:
    """Filters that read all channels: zeros for those that are not connected."""
    dense = on.xp.zeros((layer.filters, channels, *layer.kernel), weight.dtype)
    dense[_pairs(layer)] = weight
    return dense
