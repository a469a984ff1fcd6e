"""Receptive fields by the usual recurrence, on every axis and through every path.

The field of a layer's cell i starts at left + i*jump and ends at right + i*jump, in pixels of the input (below 0 in the
padding). A window of kernel F, stride S and padding P after it gives left - P*jump, right - P*jump + (F - 1)*d*jump and
jump*S. Where paths meet, the field is the smallest interval that holds them all. Sources: Araujo, Norris & Sim 2019.
Behind an up-sampling layer neighbouring cells see different shares of the input, in turns: see `phases.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from cnncalc.analysis.phases import Phases, hull, linear, pace, resample, slide
from cnncalc.layer_base import Axis

#: (left, right, jump) of cell 0 on one axis; behind an up-sampling layer, `Phases`.
Reach = Any


class Field(NamedTuple):
    """What one layer sees. `extent` is how many cells each axis has left, also behind a `flatten`."""

    axes: tuple[Reach, ...]
    extent: tuple[int, ...]
    is_global: bool = False
    local: tuple[Reach, ...] | None = None  # without the paths that see everything, where there are such and others

    def to_dict(self) -> dict[str, Any]:
        """As the JSON report holds it."""
        found = {**_describe(self.axes), "global": self.is_global}
        if self.is_global and self.local is not None:
            found["local"] = _describe(self.local)
        return found


def of_input(spatial: tuple[int, ...]) -> Field:
    """Every pixel sees itself."""
    return Field(((0, 0, 1),) * len(spatial), spatial)


def advance(field: Field, reach: str, windows: tuple[Axis, ...], spatial: tuple[int, ...]) -> Field | None:
    """The field behind a layer with one input; None where nothing can be said."""
    if reach == "window":
        if len(field.axes) != len(windows):
            return None  # a vector was made a volume
        local = None if field.local is None else _slide(field.local, windows)
        axes = _step(field.axes, windows) if field.is_global else _slide(field.axes, windows)
        return Field(axes, spatial, field.is_global, local)
    if reach == "global":
        axes = _whole(field)
        return Field(axes, (1,) * len(axes), True)
    if reach == "statistics":  # each cell sees all of the map, its own place apart from the rest
        return Field(_whole(field), field.extent, True, field.local if field.is_global else field.axes)
    if reach == "unknown":
        alike = field.is_global and len(field.axes) == len(spatial) and len(set(map(linear, field.axes))) == 1
        return Field(field.axes, spatial, True) if alike else None
    return field


def _whole(field: Field) -> tuple[Reach, ...]:
    """What all cells of a map see together. Behind a global layer each of them sees it all already."""
    if field.is_global:
        return field.axes
    straight = [linear(reach) for reach in field.axes]
    return tuple([(left, right + (n - 1) * jump, jump) for (left, right, jump), n in zip(straight, field.extent, strict=True)])


def merge(fields: list[Field]) -> Field:
    """The field behind a layer that reads several paths."""
    if len(fields) == 1:
        return fields[0]
    extent = max((field.extent for field in fields), key=lambda sizes: sizes or (0,))
    is_global = any(field.is_global for field in fields)
    axes = _hull([field.axes for field in fields])
    if not is_global:
        return Field(axes, extent)
    near = [field.local if field.is_global else field.axes for field in fields]
    local = [axes for axes in near if axes is not None]
    return Field(axes, extent, True, _hull(local) if local else None)


def _step(axes: tuple[Reach, ...], windows: tuple[Axis, ...]) -> tuple[Reach, ...]:
    """Behind a global layer a window sees no more than its cells do; they only lie further apart, or nearer."""
    straight = zip(map(linear, axes), windows, strict=True)
    return tuple([(left, right, jump * pace(window)) for (left, right, jump), window in straight])


def _slide(axes: tuple[Reach, ...], windows: tuple[Axis, ...]) -> tuple[Reach, ...]:
    if len(windows) == 2 and windows[0] is windows[1] and axes[0] is axes[1]:
        one = _slide_one(axes[0], windows[0])
        return (one, one)
    return tuple([_slide_one(reach, window) for reach, window in zip(axes, windows, strict=True)])


def _slide_one(reach: Reach, window: Axis) -> Reach:
    if window.pattern:
        return resample(reach, window)
    if type(reach) is Phases:
        return slide(reach, window)
    left, right, jump = reach
    shift = window.before * jump
    return (left - shift, right - shift + (window.kernel - 1) * window.dilation * jump, jump * window.stride)


def _hull(paths: list[tuple[Reach, ...]]) -> tuple[Reach, ...]:
    if all(len(axes) == 2 and axes[0] is axes[1] for axes in paths):
        one = _hull_one([axes[0] for axes in paths])
        return (one, one)
    return tuple([_hull_one(axis) for axis in zip(*paths, strict=False)])


def _hull_one(reaches: Sequence[Reach]) -> Reach:
    if any(type(reach) is Phases for reach in reaches):
        return hull(reaches)
    left, right, jump = reaches[0]
    for other in reaches[1:]:
        left, right, jump = min(left, other[0]), max(right, other[1]), max(jump, other[2])
    return (left, right, jump)


def _describe(axes: tuple[Reach, ...]) -> dict[str, Any]:
    if len(axes) == 2 and axes[0] is axes[1]:  # a square window on a square input: one axis says it for both
        left, right, jump = axes[0]
        if type(left) is int and type(jump) is int and type(right) is int:
            size, centre, padding = right - left + 1, _centre(left, right), -left
            return {"size": [size, size], "stride": [jump, jump], "padding": [padding, padding], "first_centre": [centre, centre]}
    first = [reach.first() if type(reach) is Phases else reach for reach in axes]
    return {
        "size": [_size(reach) for reach in axes],
        "stride": [_number(jump) for _, _, jump in first],
        "padding": [_number(-left) for left, _, _ in first],
        "first_centre": [_centre(left, right) for left, right, _ in first],
    }


def _size(reach: Reach) -> int:
    """Pixels; of a line with fractional ends, the most that lie between them."""
    return int(reach.size() if type(reach) is Phases else (reach[1] - reach[0]) // 1 + 1)


def _number(value: Any) -> int | str:
    return int(value) if value == int(value) else str(value)


def _centre(left: Any, right: Any) -> int | float | str:
    """A half is a number; a finer fraction, after upsampling, is a string."""
    if type(left) is int and type(right) is int:
        total = left + right
        return total / 2 if total & 1 else total >> 1
    exact = Fraction(left + right) / 2
    return str(exact) if exact.denominator > 2 else (int(exact) if exact.denominator == 1 else float(exact))
