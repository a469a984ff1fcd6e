"""Volumes in the order of the key, and whether the layers that are asked about are the whole network."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from cnncalc.tensor import AXIS_NAMES, Shape

if TYPE_CHECKING:
    from cnncalc.analysis.report import Report, Row
    from cnncalc.homework.question import Question, Value

_T = TypeVar("_T")

#: The words of `ask` whose answer is an output, or a part of its size.
SHAPES = frozenset({"output", "size", "height", "width", "length", "depth"})


def in_layout(layout: str, spatial: tuple[_T, ...], channels: _T) -> tuple[_T, ...]:
    """Height, width, channels; or channels first."""
    return (channels, *spatial) if layout == "chw" else (*spatial, channels)


def of_batch(shape: Shape, layout: str, batch: int) -> tuple[Fraction, ...]:
    """An output as it is asked for, the images first where they are several."""
    found = in_layout(layout, shape.spatial, shape.channels)
    return tuple(map(Fraction, (batch, *found) if batch > 1 else found))


def size_of(question: Question, ask: str, shape: Shape) -> Value | None:
    """What the answer to one of SHAPES is, were this the output; None where it has no such size."""
    if ask == "output":
        return of_batch(shape, question.layout, question.batch)
    if ask == "size":
        return tuple(map(Fraction, shape.spatial)) or None
    if ask == "depth":
        return Fraction(shape.channels)
    names = AXIS_NAMES.get(len(shape.spatial), ())
    return Fraction(shape.spatial[names.index(ask)]) if ask in names else None


def is_network(report: Report, rows: Sequence[Row]) -> bool:
    """Whether these are all layers of the network, its side heads apart: then its input counts as well."""
    return len(rows) >= sum(row.aux is None for row in report.rows)
