"""The one layer that two linear layers are together, and what it costs."""

from __future__ import annotations

from math import gcd, prod
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.graph import Facts
    from cnncalc.layer_base import Axis

AVERAGES = frozenset({"avgpool", "globalavgpool", "adaptiveavgpool"})


class Fused(NamedTuple):
    """One layer for two; biases apart."""

    words: str  # "a 5x5 convolution"
    weights: int
    macs: int


def fuse(first: Row, second: Row, between: list[Row]) -> Fused | None:
    """One layer for a convolution or fully connected layer, what is affine between, and another. None where no one layer does.

    Of two convolutions: (F1 - 1)*d1 + (F2 - 1)*d2*S1 + 1 cells wide. An average between changes places with a convolution
    that reads single cells. `between` has the last layer first, as `before` gives it.
    """
    a, b = facts_of(first), facts_of(second)
    if second.kind == "fc":
        flat = next((facts_of(row) for row in between if row.kind == "flatten"), b)
        if first.kind == "fc" or prod(flat.inputs[0].spatial) > 1:
            weights = a.inputs[0].elements * b.output.channels
            return Fused("a fully connected layer", weights, weights)
    elif first.kind == "fc":
        return None  # a vector made a volume
    return _convolution(first, second, between)


def facts_of(row: Row) -> Facts:
    """What a layer of a complete network is."""
    assert row.facts is not None
    return row.facts


def groups_of(row: Row) -> int:
    """The groups of a convolution; 1 for others."""
    facts = facts_of(row)
    groups = getattr(facts.layer, "groups", 1)
    return facts.inputs[0].channels if groups == "depthwise" else int(groups)


def reads_cells(facts: Facts) -> bool:
    """Whether every output reads one place: a 1x1 convolution at stride 1, or a fully connected layer on one place."""
    return all(axis.kernel == axis.stride == 1 and not _pads(axis) for axis in facts.axes)


def _convolution(first: Row, second: Row, between: list[Row]) -> Fused | None:
    """Of groups, those remain that both have: what one group of both reads stays apart from the rest."""
    a, b = facts_of(first), facts_of(second)
    pools = [facts_of(row) for row in between if row.kind in AVERAGES]
    border = any(map(_pads, b.axes)) and not _keeps_zeros(first, between)
    place = ""
    if not pools:
        kernel = [_taps(x, y) for x, y in zip(a.axes, b.axes, strict=True)] if b.axes else [axis.kernel for axis in a.axes]
        places = prod(b.output.spatial) if b.axes else prod(a.output.spatial)
    elif any(_pads(axis) for pool in pools for axis in pool.axes):
        return None
    elif reads_cells(a):
        kernel = [axis.kernel for axis in b.axes]  # none where a fully connected layer reads the average
        places, place = prod(b.output.spatial), " behind the average"
    elif reads_cells(b):
        kernel, border = [axis.kernel for axis in a.axes], False
        places, place = prod(a.output.spatial), " before the average"
    else:
        return None
    weights = a.inputs[0].channels // gcd(groups_of(first), groups_of(second)) * b.output.channels * prod(kernel)
    border = border or any(row.kind == "pad" for row in between)
    layer = f"{'x'.join(map(str, kernel))} convolution" if kernel else "fully connected layer"
    words = f"{'away from the border ' if border else ''}a {layer}{place}"
    return Fused(words, weights, weights * places)


def _taps(first: Axis, second: Axis) -> int:
    """Cells of one axis that the two read together: they stand as far apart as both steps have a common measure."""
    steps = [(first.kernel - 1, first.dilation), (second.kernel - 1, second.dilation * first.stride)]
    apart = gcd(*(step for count, step in steps if count))
    return sum(count * step for count, step in steps) // apart + 1 if apart else 1


def _pads(axis: Axis) -> bool:
    return bool(axis.before or axis.after)


def _keeps_zeros(first: Row, between: list[Row]) -> bool:
    """Whether a place of zeros stays one, so that padding before and behind the first layer is the same."""
    facts = facts_of(first)
    return reads_cells(facts) and not facts.biases and all(row.kind != "batchnorm" for row in between)
