"""L204: a kernel so much larger than its map that some of it never meets the map."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, Any

from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import reads_zeros, volume

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.layer_base import Axis

RULE = Rule(
    code="L204",
    name="map-smaller-than-kernel",
    level="warning",
    what="a kernel is so much larger than its map that some of its weights only ever multiply padding",
    why="A 3x3 kernel padded by 1 on a 1x1 map sees one value in the middle and eight zeros: 8 of 9 weights have no gradient "
    "and keep what they were initialised with, for ever. It happens where a network made for 224x224 is given small "
    "images, and where a dilation is larger than the map (DeepLabv3, Chen et al. 2017, section 3.3: the filter "
    "degenerates to 1x1).",
    example="""\
input: 32x32x3
layers:
  - repeat: 6
    layers:
      - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
      - maxpool: {kernel: 2, stride: 2, rounding: ceil}
  - fc: 10
""",
    fix="take fewer halvings of the map, a larger input, or a smaller kernel there",
    fixed="""\
input: 32x32x3
layers:
  - repeat: 3
    layers:
      - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
      - maxpool: {kernel: 2, stride: 2, rounding: ceil}
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Layers with cells of the kernel that lie on padding in every window, unless the weights are used elsewhere too."""
    shared = {row.shares for row in network.rows if row.shares}
    for row in reads_zeros(network):
        facts: Any = row.facts
        kernel, live = [axis.kernel for axis in facts.axes], [_live(axis) for axis in facts.axes]
        if kernel == live or not all(live) or row.shares or row.path in shared:
            continue  # one that sees nothing at all is L202's and L203's
        cells, idle = prod(kernel), prod(kernel) - prod(live)
        place = f"a {volume(kernel)} kernel on a {volume([axis.size for axis in facts.axes])} map: {idle:,} of its {cells:,} "
        if facts.macs:
            told = f"weights only ever multiply padding, {facts.weights * idle // cells:,} of the {facts.weights:,} in all"
        else:
            told = "cells lie outside it in every window"
        yield RULE.at(row, place + told, f"a kernel of {volume(live)}, with less padding, reads the same cells", option="kernel")


def _live(axis: Axis) -> int:
    """How many cells of the kernel meet the input in some window. Cell j stands at i*stride - before + j*dilation."""
    if axis.out > 1 and axis.stride > axis.size:
        return axis.kernel  # windows may pass over the input: which of them meet it is not worth a formula
    before_input = max(-(-(axis.before - (axis.out - 1) * axis.stride) // axis.dilation), 0)
    reaching_it = min(-(-(axis.size + axis.before) // axis.dilation), axis.kernel)
    return max(reaching_it - before_input, 0)
